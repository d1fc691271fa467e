package io.tickwire.rules.instrument;

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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instruments by symbol, read from Redis when the feed says that they changed, every half
 * minute, and every second while there are none. A read that fails leaves what is known. {@link
 * #find} from any thread; the rest on the context that started it.
 */
public final class InstrumentCatalogue implements Instruments {
  private static final Logger log = LoggerFactory.getLogger(InstrumentCatalogue.class);
  private static final long REFRESH_MS = 30_000;
  private static final long RETRY_MS = 500;

  private final Vertx vertx;
  private final RedisLink redis;
  private final Runnable onChange;
  private final MessageConsumer<Object> changes;
  private volatile Map<String, Instrument> bySymbol = Map.of();
  private long timer = -1;
  private boolean stopped;

  private InstrumentCatalogue(Vertx vertx, RedisLink redis, Runnable onChange) {
    this.vertx = vertx;
    this.redis = redis;
    this.onChange = onChange;
    this.changes = vertx.eventBus().consumer(Addresses.INSTRUMENTS);
  }

  /**
   * @param onChange called when instruments were added or changed
   */
  public static InstrumentCatalogue start(Vertx vertx, RedisLink redis, Runnable onChange) {
    InstrumentCatalogue catalogue = new InstrumentCatalogue(vertx, redis, onChange);
    catalogue.changes.handler(ignored -> catalogue.refresh());
    catalogue.refresh();
    return catalogue;
  }

  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return changes.unregister();
  }

  @Override
  public @Nullable Instrument find(String symbol) {
    return bySymbol.get(symbol);
  }

  public boolean isLoaded() {
    return !bySymbol.isEmpty();
  }

  public int size() {
    return bySymbol.size();
  }

  private void refresh() {
    vertx.cancelTimer(timer);
    redis
        .send(Request.cmd(Command.HVALS).arg(Keys.INSTRUMENTS))
        .onSuccess(this::replace)
        .onFailure(e -> log.debug("instruments not read cause={}", e.toString()))
        .onComplete(
            ignored -> {
              if (!stopped) {
                vertx.cancelTimer(timer);
                timer = vertx.setTimer(isLoaded() ? REFRESH_MS : RETRY_MS, again -> refresh());
              }
            });
  }

  private void replace(Response values) {
    Map<String, Instrument> read = new HashMap<>();
    for (Response value : values) {
      try {
        Instrument instrument = Json.read(value.toString(), Instrument.class);
        read.put(instrument.symbol(), instrument);
      } catch (IllegalArgumentException e) {
        log.warn("instrument refused cause={}", e.toString());
      }
    }
    // An instrument that left the venue may still have open positions: it stays known.
    bySymbol.forEach(read::putIfAbsent);
    if (!read.equals(bySymbol)) {
      log.info("instruments loaded count={}", read.size());
      bySymbol = Map.copyOf(read);
      onChange.run();
    }
  }
}
