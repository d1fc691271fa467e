package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.FeedProgress;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.recovery.ProgressBook;
import io.tickwire.feed.sim.SimulatedTimers;
import io.tickwire.feed.world.SimulatedExchange;
import io.tickwire.feed.world.SimulatedSession;
import io.tickwire.feed.world.Tape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All engines go away for seconds or an hour and come back, some time with the feeds, while
 * connections break: one that asks for the history before it goes live has seen every trade, as
 * itself or inside a candle. Feeds, exchange, network and time are simulated; one seed decides all.
 */
class AbsentEngineTest {
  private static final int SYMBOLS = 12;
  private static final int ABSENCES = 12;

  /** A Saturday in November 2026. */
  private static final long START_MS = 1_795_219_200_000L;

  private static final Set<HistorySource> USED = EnumSet.noneOf(HistorySource.class);

  static LongStream seeds() {
    return LongStream.range(0, 15);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void missesNothing_whenItAsksBeforeItGoesLive(long seed) {
    World world = new World(seed);
    world.begin();
    for (int absence = 0; absence < ABSENCES; absence++) {
      world.beAway();
      world.comeBack();
      world.trouble();
      world.settle();

      assertThat(world.catchingUp).as("seed %d absence %d", seed, absence).isEmpty();
      assertThat(world.missing()).as("seed %d absence %d", seed, absence).isEmpty();
    }
    USED.addAll(world.used);
  }

  @AfterAll
  static void usedEverySource() {
    assertThat(USED).contains(HistorySource.RING, HistorySource.TRADES, HistorySource.CANDLES);
  }

  private static final class World {
    final Random random;
    final SimulatedTimers timers = new SimulatedTimers(START_MS);
    final Set<String> symbols = new TreeSet<>();
    final SimulatedExchange exchange;
    final List<SimulatedFeed> feeds = new ArrayList<>();
    final SeenTrades seen = new SeenTrades();
    final Set<String> catchingUp = new HashSet<>();
    final Set<HistorySource> used = EnumSet.noneOf(HistorySource.class);

    /** Of each symbol the newest trade seen, as a checkpoint keeps it. */
    private final Map<String, Tick> newest = new HashMap<>();

    private final TickCursor cursor = new TickCursor();
    private boolean present = true;
    private int absences;
    private int born;

    World(long seed) {
      this.random = new Random(seed);
      for (int i = 0; i < SYMBOLS; i++) {
        symbols.add("S" + (100 + i) + "-USDT");
      }
      this.exchange = new SimulatedExchange(timers, random, List.copyOf(symbols));
    }

    void begin() {
      bear();
      bear();
      timers.every(1_000, this::exchangeProgress);
      timers.every(5_000, this::demand);
      timers.every(200, this::trade);
      demand();
      pass(60_000);
    }

    private void bear() {
      feeds.add(
          new SimulatedFeed(
              "feed-" + born++,
              born,
              timers,
              exchange,
              symbols,
              Map.of("feed.linger", "5s"),
              random,
              this::onFrame));
      tellMembers();
    }

    private List<SimulatedFeed> alive() {
      return feeds.stream().filter(SimulatedFeed::isAlive).toList();
    }

    private void tellMembers() {
      exchangeProgress();
      String[] names = alive().stream().map(feed -> feed.name).toArray(String[]::new);
      for (SimulatedFeed feed : alive()) {
        feed.members.set(Role.FEED, names);
        feed.core.onMembersChanged();
      }
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
      if (present) {
        Demand demand = new Demand("engine", symbols, 15_000, symbols);
        alive().forEach(feed -> feed.core.onDemand(demand));
      }
    }

    /** Some symbols trade often, some hardly ever. */
    private void trade() {
      int index = 0;
      for (String symbol : symbols) {
        if (random.nextInt(1 + index * index) == 0) {
          exchange.trade(symbol);
        }
        index++;
      }
      exchange.review();
    }

    private void onFrame(TickFrame frame) {
      if (!present) {
        return;
      }
      seen.take(frame);
      cursor.wrap(frame);
      while (cursor.next()) {
        if (cursor.kind() == TickKind.TRADE && !catchingUp.contains(cursor.symbol())) {
          note(cursor.tick());
        }
      }
    }

    private void note(Tick trade) {
      newest.merge(
          trade.symbol(),
          trade,
          (known, tick) -> tick.sequence() > known.sequence() ? tick : known);
    }

    void beAway() {
      present = false;
      absences++;
      boolean restart = random.nextInt(4) == 0;
      pass(List.of(500, 3_000, 20_000, 120_000, 1_000_000).get(random.nextInt(5)));
      if (restart) {
        alive().forEach(SimulatedFeed::kill);
        pass(5_000);
        bear();
        bear();
      }
    }

    /** Listens, says what it wants, and asks for what it missed. */
    void comeBack() {
      present = true;
      catchingUp.addAll(newest.keySet());
      demand();
      for (String symbol : newest.keySet()) {
        ask(symbol, checkpoint(symbol), absences);
      }
    }

    private HistoryQuery checkpoint(String symbol) {
      Tick last = newest.get(symbol);
      if (last == null) {
        throw new AssertionError("never seen: " + symbol);
      }
      boolean byTime = random.nextInt(4) == 0;
      return new HistoryQuery(
          symbol, TickKind.TRADE, byTime ? 0 : last.sequence(), last.exchangeTimeNs(), 0);
    }

    private void ask(String symbol, HistoryQuery query, int absence) {
      if (absence != absences || alive().isEmpty()) {
        return;
      }
      List<String> names = alive().stream().map(feed -> feed.name).sorted().toList();
      String first = Rendezvous.owners(symbol, names, 1).get(0);
      SimulatedFeed feed =
          random.nextInt(8) == 0
              ? alive().get(random.nextInt(alive().size()))
              : alive().stream().filter(f -> f.name.equals(first)).findFirst().orElseThrow();
      feed.core.history(query).onSuccess(reply -> onReply(symbol, query, reply, absence));
    }

    private void onReply(String symbol, HistoryQuery query, HistoryReply reply, int absence) {
      if (absence != absences) {
        return;
      }
      HistoryQuery next = query;
      if (reply.isComplete()) {
        used.add(reply.source());
        reply.ticks().forEach(seen::take);
        reply.ticks().stream().filter(t -> t.kind() == TickKind.TRADE).forEach(this::note);
        if (reply.live() != null && !reply.more()) {
          catchingUp.remove(symbol);
          return;
        }
        next = query.after(reply);
      }
      HistoryQuery rest = next;
      timers.after(100, () -> ask(symbol, rest, absence));
    }

    /** Just when it asks. */
    void trouble() {
      for (int i = 0; i < 10; i++) {
        switch (random.nextInt(10)) {
          case 0 -> exchange.restFailuresPerCent = 50;
          case 1 -> exchange.dropsPerMille = 50;
          case 2, 3 -> cut();
          default -> {}
        }
        pass(random.nextInt(500));
      }
    }

    private void cut() {
      List<SimulatedSession> open =
          exchange.sessions().stream().filter(SimulatedSession::isOpen).toList();
      if (!open.isEmpty()) {
        open.get(random.nextInt(open.size())).cut("cut");
      }
    }

    /** Long enough for what is under way, and for silent symbols to trade. */
    void settle() {
      exchange.restFailuresPerCent = 0;
      exchange.dropsPerMille = 0;
      pass(90_000);
    }

    List<Tape.Trade> missing() {
      return exchange.tapes().stream()
          .flatMap(tape -> seen.missing(tape).stream())
          // What has just been printed is on its way.
          .filter(trade -> trade.timeMs() < START_MS + timers.nowMs() - 5_000)
          .toList();
    }

    private void pass(long ms) {
      timers.pass(Duration.ofMillis(ms));
    }
  }
}
