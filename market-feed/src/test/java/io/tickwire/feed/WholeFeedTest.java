package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.FeedProgress;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.recovery.ProgressBook;
import io.tickwire.feed.sim.SimulatedTimers;
import io.tickwire.feed.world.SimulatedExchange;
import io.tickwire.feed.world.SimulatedSession;
import io.tickwire.feed.world.Tape;
import io.tickwire.testsupport.TickTally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several feeds, an exchange and a network, all simulated, with everything that goes wrong in
 * months packed into an hour. One seed decides it all. After every step no limit of the exchange is
 * broken and nothing left a feed twice or out of order; once all is quiet every wanted symbol is
 * watched by as many sockets as it should be and nothing is missing at a consumer.
 */
class WholeFeedTest {
  private static final int SYMBOLS = 60;
  private static final int STEPS = 2_000;

  /** On a socket, as the exchange begins; it takes fewer and fewer. */
  private static final int MOST_TOPICS = 40;

  private static final long MINUTE_MS = 60_000;

  /** A Saturday in November 2026. */
  private static final long START_MS = 1_795_219_200_000L;

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("whole-feed.seeds", 6));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsItsPromises_whateverHappens(long seed) {
    World world = new World(seed);
    world.begin();
    for (int step = 0; step < STEPS; step++) {
      world.step();
      assertThat(world.exchange.breaches()).as("seed %d step %d", seed, step).isEmpty();
      assertThat(world.faults).as("seed %d step %d", seed, step).isEmpty();
    }
    world.quieten();

    assertThat(world.wronglyWatched()).as("seed " + seed).isEmpty();
    // The last trades arrive, and what is missing of them; a longer silence looks like a fault.
    world.pass(5_000);
    assertThat(world.missing()).as("seed %d: %s", seed, world.tally).isEmpty();
    for (SimulatedFeed feed : world.alive()) {
      assertThat(feed.core.stats(0).recovery().openGaps()).as("seed " + seed).isZero();
    }
    assertThat(world.tally.trades()).as("seed " + seed).isGreaterThan(STEPS);
    refusals += world.exchange.topicRefusals();
  }

  private static int refusals;

  @AfterAll
  static void exchangeRefusedTopics() {
    assertThat(refusals).as("otherwise nothing is shown of limits").isPositive();
  }

  private static final class World {
    final Random random;
    final int replicas;
    final SimulatedTimers timers = new SimulatedTimers(START_MS);
    final Set<String> symbols = new TreeSet<>();
    final Set<String> wanted = new TreeSet<>();
    final SimulatedExchange exchange;
    final List<SimulatedFeed> feeds = new ArrayList<>();
    final TickTally tally = new TickTally();
    final SeenTrades seen = new SeenTrades();
    final List<String> faults = new ArrayList<>();
    private final Map<Long, Map<String, Long>> lastByFeed = new HashMap<>();
    private final TickCursor cursor = new TickCursor();
    private int born;

    World(long seed) {
      this.random = new Random(seed);
      this.replicas = 1 + random.nextInt(2);
      for (int i = 0; i < SYMBOLS; i++) {
        symbols.add("S" + (100 + i) + "-USDT");
      }
      this.exchange = new SimulatedExchange(timers, random, List.copyOf(symbols));
      exchange.lowerTopicLimit(MOST_TOPICS);
    }

    void begin() {
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        bear();
      }
      wanted.addAll(symbols);
      timers.every(1_000, this::exchangeProgress);
      timers.every(5_000, this::demand);
      demand();
      pass(MINUTE_MS);
    }

    private void bear() {
      String name = "feed-" + born++;
      feeds.add(
          new SimulatedFeed(
              name,
              born,
              timers,
              exchange,
              symbols,
              Map.of(
                  "feed.replicas", Integer.toString(replicas),
                  "feed.socket.chunk", "30",
                  "feed.socket.max-topics", Integer.toString(MOST_TOPICS),
                  "feed.linger", "5s",
                  "feed.socket.rotate-after-min", "4m",
                  "feed.socket.rotate-after-max", "8m"),
              random,
              this::onFrame));
      tellMembers();
    }

    private void tellMembers() {
      exchangeProgress();

      String[] names = alive().stream().map(feed -> feed.name).toArray(String[]::new);
      for (SimulatedFeed feed : alive()) {
        feed.members.set(Role.FEED, names);
        feed.core.onMembersChanged();
      }
    }

    List<SimulatedFeed> alive() {
      return feeds.stream().filter(SimulatedFeed::isAlive).toList();
    }

    private void exchangeProgress() {
      for (SimulatedFeed from : alive()) {
        FeedProgress progress = from.progress();
        for (SimulatedFeed to : alive()) {
          if (!to.equals(from)) {
            to.book.put(progress, timers.nowMs());
            ProgressBook.read(progress).forEach(to.core::onProgress);
          }
        }
      }
    }

    private void demand() {
      Demand demand = new Demand("engine", Set.copyOf(wanted), 30_000, Set.copyOf(wanted));
      alive().forEach(feed -> feed.core.onDemand(demand));
    }

    private void onFrame(TickFrame frame) {
      tally.take(frame);
      seen.take(frame);
      Map<String, Long> last = lastByFeed.computeIfAbsent(frame.feedId(), id -> new HashMap<>());
      cursor.wrap(frame);
      while (cursor.next()) {
        if (cursor.kind() == TickKind.TRADE && !cursor.recovered()) {
          Long before = last.put(cursor.symbol(), cursor.sequence());
          // The last one may be repeated for somebody who is new.
          if (before != null && cursor.sequence() < before) {
            faults.add("out of order: " + cursor.tick() + " after " + before);
          }
        }
      }
    }

    /** What the exchange told while the consumer was there, and it never got. */
    List<Tape.Trade> missing() {
      return exchange.tapes().stream().flatMap(tape -> seen.missing(tape).stream()).toList();
    }

    private void pass(long ms) {
      timers.pass(Duration.ofMillis(ms));
    }

    void step() {
      switch (random.nextInt(40)) {
        case 0, 1 -> pick().ifPresent(session -> session.cut("cut"));
        case 2 -> pick().ifPresent(session -> session.stalled = true);
        case 3 -> exchange.dropsPerMille = random.nextInt(4) == 0 ? 100 : 0;
        case 4 -> exchange.restFailuresPerCent = random.nextInt(3) == 0 ? 50 : 0;
        case 5 -> exchange.away = random.nextInt(4) == 0;
        case 6 -> maybeKill();
        case 7 -> maybeBear();
        case 8 -> lowerLimit();
        case 9 -> pass(random.nextInt(20_000));
        default -> trade();
      }
      exchange.review();
      pass(1 + random.nextInt(500));
    }

    private Optional<SimulatedSession> pick() {
      List<SimulatedSession> open =
          exchange.sessions().stream().filter(SimulatedSession::isOpen).toList();
      return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
    }

    private void trade() {
      for (String symbol : symbols) {
        if (random.nextInt(3) == 0) {
          exchange.trade(symbol);
        }
      }
    }

    private void maybeKill() {
      if (alive().size() > 1 && random.nextInt(8) == 0) {
        alive().get(random.nextInt(alive().size())).kill();
        pass(500); // until the others notice
        tellMembers();
      }
    }

    private void maybeBear() {
      if (alive().size() < 4 && random.nextInt(6) == 0) {
        bear();
      }
    }

    private void lowerLimit() {
      if (random.nextInt(6) == 0) {
        exchange.lowerTopicLimit(Math.max(24, exchange.topicLimit() - 5));
      }
    }

    /** Nothing goes wrong any more; trades go on for a while. */
    void quieten() {
      exchange.away = false;
      exchange.dropsPerMille = 0;
      exchange.restFailuresPerCent = 0;
      for (int i = 0; i < 600; i++) {
        trade();
        pass(1_000);
        exchange.review();
      }
      // A socket that is just being replaced watches twice.
      for (int i = 0; i < 60 && !wronglyWatched().isEmpty(); i++) {
        trade();
        pass(1_000);
      }
    }

    /** Symbols whose trades are not on as many sockets as there should be watchers. */
    Map<String, Integer> wronglyWatched() {
      Map<String, Integer> wrong = new HashMap<>();
      int expected = Math.min(replicas, alive().size());
      for (String symbol : wanted) {
        int sockets = 0;
        for (SimulatedSession session : exchange.sessions()) {
          sockets +=
              session.isOpen() && session.topics().contains("/market/match:" + symbol) ? 1 : 0;
        }
        if (sockets != expected) {
          wrong.put(symbol, sockets);
        }
      }
      return wrong;
    }
  }
}
