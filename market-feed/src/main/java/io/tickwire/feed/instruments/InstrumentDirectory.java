package io.tickwire.feed.instruments;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.feed.socket.BackOff;
import io.tickwire.feed.venue.VenueInstruments;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is traded. One feed of the cluster, the same in the eyes of all, asks the exchange at its
 * start and every refresh, and writes what it hears to Redis; the others read it there when they
 * are told of a change, and every refresh in case they were not. An instrument that is no longer
 * listed stays in Redis, since positions may still name it. Confined to one event loop, except
 * {@link #isComplete}, {@link #isCurrent} and {@link #size}.
 *
 * <pre>
 * following → leading    members changed and this feed is first now: asks at once
 * leading → following    another is first
 * </pre>
 */
public final class InstrumentDirectory {
  /** Who wants to know; called on the event loop. */
  public interface Listener {
    /** This feed learned of another set of instruments. */
    void onChange();

    /** So many rows of an answer made no sense. */
    void onRejected(int rows);
  }

  /** What it works with. */
  public record Surroundings(
      Vertx vertx,
      Clock clock,
      Members members,
      RedisLink redis,
      InstrumentSource exchange,
      RandomGenerator random) {}

  private static final Logger log = LoggerFactory.getLogger(InstrumentDirectory.class);
  private static final String LEADER_KEY = "instruments";
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  /** So many refreshes may fail before what is known counts as out of date. */
  private static final int REFRESHES_KEPT = 3;

  private static final long NEVER = Long.MIN_VALUE;

  private final Surroundings around;
  private final InstrumentStore store;
  private final Duration refresh;
  private final Listener listener;
  private final BackOff backOff;
  private final Map<Market, Listed> listed = new EnumMap<>(Market.class);
  private final MessageConsumer<Object> changes;
  private Members.@Nullable Registration membership;
  private long timer = -1;
  private boolean leading;
  private boolean running;
  private boolean again;
  private boolean stopped;

  // Read by the admin port.
  private volatile boolean complete;
  private volatile long confirmedMs = NEVER;
  private volatile int size;

  /**
   * @param firstRetry pause after a first failure, doubling from there
   */
  public InstrumentDirectory(
      Surroundings around, Duration refresh, Duration firstRetry, Listener listener) {
    this.around = around;
    this.store = new InstrumentStore(around.vertx(), around.redis());
    this.refresh = refresh;
    this.listener = listener;
    this.changes = around.vertx().eventBus().consumer(Addresses.INSTRUMENTS);
    Duration longest = firstRetry.compareTo(LONGEST_RETRY) > 0 ? firstRetry : LONGEST_RETRY;
    this.backOff = new BackOff(firstRetry, longest, around.random());
  }

  /** Starts on the calling event loop; goes on until {@link #stop}. */
  public void start() {
    Context loop = around.vertx().getOrCreateContext();
    membership = around.members().onChange(() -> loop.runOnContext(any -> onMembersChanged()));
    changes.handler(ignored -> onAnnounced());
    round();
  }

  private void onMembersChanged() {
    if (isFirst() != leading) {
      round();
    }
  }

  /** Also hears itself. */
  private void onAnnounced() {
    if (!leading) {
      round();
    }
  }

  private boolean isFirst() {
    return Rendezvous.isOwner(
        around.members().self(), LEADER_KEY, around.members().live(Role.FEED), 1);
  }

  private void round() {
    if (running || stopped) {
      again = true;
      return;
    }
    running = true;
    again = false;
    around.vertx().cancelTimer(timer);
    boolean first = isFirst();
    if (first != leading) {
      leading = first;
      log.info("instruments {}", first ? "read for all feeds" : "left to another feed");
    }
    (first ? ask() : load())
        .recover(
            failure -> {
              log.warn(
                  "instruments not {} reason=\"{}\"",
                  first ? "stored" : "loaded",
                  failure.getMessage());
              return Future.succeededFuture(false);
            })
        .onComplete(outcome -> ended(outcome.succeeded() && outcome.result()));
  }

  private void ended(boolean wentWell) {
    running = false;
    if (stopped) {
      return;
    }
    if (again) {
      round();
      return;
    }
    long pauseMs = wentWell ? refresh.toMillis() : Math.min(refresh.toMillis(), backOff.nextMs());
    if (wentWell) {
      backOff.reset();
    }
    timer = around.vertx().setTimer(pauseMs, ignored -> round());
  }

  // Leading.

  private Future<Boolean> ask() {
    Future<Boolean> spot = ask(Market.SPOT);
    Future<Boolean> futures = ask(Market.FUTURES);
    return Future.join(spot, futures)
        .compose(ignored -> store.save(new EnumMap<>(listed)))
        .map(
            news -> {
              confirm();
              announce(news);
              return spot.result() && futures.result();
            });
  }

  /** False when the exchange did not say. */
  private Future<Boolean> ask(Market market) {
    return around
        .exchange()
        .read(market)
        .map(
            rows -> {
              listener.onRejected(rows.rejected());
              accept(market, new Listed(around.clock().millis(), bySymbol(rows)));
              return true;
            })
        .recover(
            failure -> {
              log.warn(
                  "instruments not read market={} reason=\"{}\"",
                  market.wireName(),
                  failure.getMessage());
              return Future.succeededFuture(false);
            });
  }

  private static Map<String, Instrument> bySymbol(VenueInstruments rows) {
    Map<String, Instrument> bySymbol = new HashMap<>();
    rows.instruments().forEach(instrument -> bySymbol.put(instrument.symbol(), instrument));
    return bySymbol;
  }

  private void announce(int news) {
    if (news > 0) {
      log.info("instruments stored changes={}", news);
      around.vertx().eventBus().publish(Addresses.INSTRUMENTS, "");
    }
  }

  // Following.

  /** False when there is nothing yet: the leader is about to write it. */
  private Future<Boolean> load() {
    return store
        .load()
        .map(
            found -> {
              found.forEach(this::accept);
              confirm();
              return complete;
            });
  }

  // Both.

  private void accept(Market market, Listed now) {
    Listed before = listed.put(market, now);
    size = listed.values().stream().mapToInt(some -> some.bySymbol().size()).sum();
    complete = listed.size() == Market.values().length;
    if (before == null || !before.bySymbol().equals(now.bySymbol())) {
      log.info(
          "instruments changed market={} instruments={}", market.wireName(), now.bySymbol().size());
      listener.onChange();
    }
  }

  private void confirm() {
    if (complete) {
      confirmedMs = listed.values().stream().mapToLong(Listed::readMs).min().orElse(NEVER);
    }
  }

  public @Nullable Instrument find(String symbol) {
    for (Listed some : listed.values()) {
      Instrument instrument = some.bySymbol().get(symbol);
      if (instrument != null) {
        return instrument;
      }
    }
    return null;
  }

  /** Whether both markets are known, so that a symbol not found here does not exist. Any thread. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Whether Redis has both markets as the exchange listed them within the last three refreshes. Any
   * thread.
   */
  public boolean isCurrent() {
    long confirmed = confirmedMs;
    return confirmed != NEVER
        && around.clock().millis() - confirmed < refresh.toMillis() * REFRESHES_KEPT;
  }

  /** Any thread. */
  public int size() {
    return size;
  }

  public void stop() {
    stopped = true;
    around.vertx().cancelTimer(timer);
    changes.unregister();
    if (membership != null) {
      membership.cancel();
    }
  }
}
