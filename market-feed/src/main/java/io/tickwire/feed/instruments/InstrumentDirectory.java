package io.tickwire.feed.instruments;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.socket.BackOff;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueInstruments;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is traded: read from the exchange at the start and again every refresh, kept in memory for
 * this feed and in the Redis hash of instruments for everyone. Every feed does it; only differences
 * are written, so they do not disturb each other. An instrument that is no longer listed stays in
 * Redis, since positions may still name it. Confined to one event loop, except {@link #isComplete}
 * and {@link #size}.
 */
public final class InstrumentDirectory {
  /** Who wants to know; called on the event loop. */
  public interface Listener {
    /** This feed learned of another set of instruments. */
    void onChange();

    /** So many rows of an answer made no sense. */
    void onRejected(int rows);
  }

  private static final Logger log = LoggerFactory.getLogger(InstrumentDirectory.class);
  private static final int FIELDS_PER_COMMAND = 200;
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final VenueRest rest;
  private final Venue venue;
  private final RedisLink redis;
  private final Duration refresh;
  private final Listener listener;
  private final BackOff backOff;
  private final Map<Market, Map<String, Instrument>> listed = new EnumMap<>(Market.class);
  private long timer = -1;
  private boolean stopped;

  // Read by the admin port.
  private volatile boolean stored;
  private volatile boolean complete;
  private volatile int size;

  /**
   * @param firstRetry pause after a first failure, doubling from there
   */
  public InstrumentDirectory(
      Vertx vertx,
      VenueRest rest,
      Venue venue,
      RedisLink redis,
      Duration refresh,
      Duration firstRetry,
      RandomGenerator random,
      Listener listener) {
    this.vertx = vertx;
    this.rest = rest;
    this.venue = venue;
    this.redis = redis;
    this.refresh = refresh;
    this.listener = listener;
    Duration longest = firstRetry.compareTo(LONGEST_RETRY) > 0 ? firstRetry : LONGEST_RETRY;
    this.backOff = new BackOff(firstRetry, longest, random);
  }

  /** Starts to read; goes on until {@link #stop}. */
  public void start() {
    Future<Boolean> spot = read(Market.SPOT);
    Future<Boolean> futures = read(Market.FUTURES);
    Future.join(spot, futures)
        .map(ignored -> spot.result() && futures.result())
        .recover(failure -> Future.succeededFuture(false))
        .compose(allRead -> store().map(written -> allRead && written))
        .onComplete(outcome -> again(outcome.succeeded() && outcome.result()));
  }

  private void again(boolean wentWell) {
    if (stopped) {
      return;
    }
    long pauseMs = wentWell ? refresh.toMillis() : Math.min(refresh.toMillis(), backOff.nextMs());
    if (wentWell) {
      backOff.reset();
    }
    timer = vertx.setTimer(pauseMs, ignored -> start());
  }

  private Future<Boolean> read(Market market) {
    return rest.call(venue.instruments(market), VenueRest.Priority.BACKGROUND)
        .map(
            rows -> {
              accept(market, rows);
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

  private void accept(Market market, VenueInstruments rows) {
    Map<String, Instrument> bySymbol = new HashMap<>();
    rows.instruments().forEach(instrument -> bySymbol.put(instrument.symbol(), instrument));
    Map<String, Instrument> before = listed.put(market, bySymbol);
    size = listed.values().stream().mapToInt(Map::size).sum();
    complete = listed.size() == Market.values().length;
    listener.onRejected(rows.rejected());
    if (bySymbol.equals(before)) {
      return;
    }
    log.info(
        "instruments changed market={} instruments={} rejected={}",
        market.wireName(),
        bySymbol.size(),
        rows.rejected());
    listener.onChange();
  }

  /** Writes what differs from Redis; false when Redis did not take it. */
  private Future<Boolean> store() {
    return redis
        .send(Request.cmd(Command.HGETALL).arg(Keys.INSTRUMENTS))
        .map(this::differences)
        .compose(
            different -> redis.batch(writes(different)).map(ignored -> announce(different.size())))
        .recover(
            failure -> {
              log.warn("instruments not stored reason=\"{}\"", failure.getMessage());
              return Future.succeededFuture(false);
            });
  }

  private Map<String, String> differences(@Nullable Response hash) {
    Map<String, String> different = new HashMap<>();
    for (Map<String, Instrument> bySymbol : listed.values()) {
      for (Instrument instrument : bySymbol.values()) {
        String json = Json.write(instrument);
        Response known = hash == null ? null : hash.get(instrument.symbol());
        if (!Objects.equals(json, known == null ? null : known.toString())) {
          different.put(instrument.symbol(), json);
        }
      }
    }
    return different;
  }

  private static List<Request> writes(Map<String, String> different) {
    List<Request> writes = new ArrayList<>();
    Request write = Request.cmd(Command.HSET);
    int fields = 0;
    for (Map.Entry<String, String> entry : different.entrySet()) {
      if (fields % FIELDS_PER_COMMAND == 0) {
        write = Request.cmd(Command.HSET).arg(Keys.INSTRUMENTS);
        writes.add(write);
      }
      write.arg(entry.getKey()).arg(entry.getValue());
      fields++;
    }
    return writes;
  }

  private boolean announce(int written) {
    stored = true;
    if (written > 0) {
      log.info("instruments stored written={}", written);
      vertx.eventBus().publish(Addresses.INSTRUMENTS, "");
    }
    return true;
  }

  public @Nullable Instrument find(String symbol) {
    for (Map<String, Instrument> bySymbol : listed.values()) {
      Instrument instrument = bySymbol.get(symbol);
      if (instrument != null) {
        return instrument;
      }
    }
    return null;
  }

  /** Whether both markets were read, so that a symbol not found here does not exist. Any thread. */
  public boolean isComplete() {
    return complete;
  }

  /** Whether both markets were read and Redis has them. Any thread. */
  public boolean isStored() {
    return complete && stored;
  }

  /** Any thread. */
  public int size() {
    return size;
  }

  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }
}
