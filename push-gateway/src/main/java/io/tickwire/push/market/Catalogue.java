package io.tickwire.push.market;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instruments as the feed keeps them in Redis; read again when it says that they have changed,
 * and every 30 s in case nobody heard. Reading is for any thread, the rest is confined to the
 * context it was started on.
 */
public final class Catalogue {
  private static final long REFRESH_MS = 30_000;

  /** While there is nothing yet, look more often. */
  private static final long EMPTY_REFRESH_MS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Catalogue.class);

  private final Vertx vertx;
  private final RedisLink redis;
  private volatile NavigableMap<String, Instrument> instruments = Collections.emptyNavigableMap();
  private @Nullable MessageConsumer<Object> changes;
  private long timer = -1;

  public Catalogue(Vertx vertx, RedisLink redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  /** Completes after the first attempt, whether or not Redis answered. */
  public Future<Void> start() {
    changes = vertx.eventBus().consumer(Addresses.INSTRUMENTS, ignored -> refresh());
    return refresh().onComplete(ignored -> scheduleNext());
  }

  public void stop() {
    vertx.cancelTimer(timer);
    if (changes != null) {
      changes.unregister();
    }
  }

  private void scheduleNext() {
    timer =
        vertx.setTimer(
            instruments.isEmpty() ? EMPTY_REFRESH_MS : REFRESH_MS,
            ignored -> refresh().onComplete(done -> scheduleNext()));
  }

  private Future<Void> refresh() {
    return redis
        .send(Request.cmd(Command.HGETALL).arg(Keys.INSTRUMENTS))
        .map(Catalogue::read)
        .onSuccess(this::take)
        .onFailure(e -> log.debug("instruments not read cause={}", e.toString()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private void take(NavigableMap<String, Instrument> fresh) {
    if (fresh.size() != instruments.size()) {
      log.info("instruments loaded instruments={}", fresh.size());
    }
    // A Redis that was emptied does not make known symbols unknown.
    if (!fresh.isEmpty()) {
      instruments = Collections.unmodifiableNavigableMap(fresh);
    }
  }

  private static NavigableMap<String, Instrument> read(@Nullable Response hash) {
    NavigableMap<String, Instrument> read = new TreeMap<>();
    if (hash != null) {
      for (String symbol : hash.getKeys()) {
        try {
          read.put(symbol, Json.read(hash.get(symbol).toString(), Instrument.class));
        } catch (IllegalArgumentException e) {
          log.warn("instrument unreadable symbol={} cause={}", symbol, e.getMessage());
        }
      }
    }
    return read;
  }

  public boolean contains(String symbol) {
    return instruments.containsKey(symbol);
  }

  public @Nullable Instrument find(String symbol) {
    return instruments.get(symbol);
  }

  /** Sorted by symbol; immutable. */
  public NavigableMap<String, Instrument> all() {
    return instruments;
  }
}
