package io.tickwire.feed.instruments;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Instruments in Redis: the hash of instruments that everybody reads, and beside it what each
 * market lists at present and when it said so, for the feeds that do not ask the exchange. JSON is
 * written and read on a worker thread; futures complete on the caller's context.
 */
final class InstrumentStore {
  /** Hash: market → {@link Listing} as JSON. */
  static final String LISTINGS = Keys.INSTRUMENTS + ":listed";

  private static final Logger log = LoggerFactory.getLogger(InstrumentStore.class);
  private static final int FIELDS_PER_COMMAND = 200;

  /** What stands in Redis beside the instruments; symbols sorted. */
  record Listing(long readMs, List<String> symbols) {}

  private record Hashes(Response instruments, Response listings) {}

  private record Changes(Map<String, String> instruments, Map<String, String> listings, int news) {}

  private final Vertx vertx;
  private final RedisLink redis;

  InstrumentStore(Vertx vertx, RedisLink redis) {
    this.vertx = vertx;
    this.redis = redis;
  }

  /** What is listed first, as it is written last: whatever is listed is then found. */
  private Future<Hashes> read() {
    return redis
        .send(all(LISTINGS))
        .compose(
            listings ->
                redis
                    .send(all(Keys.INSTRUMENTS))
                    .map(instruments -> new Hashes(instruments, listings)));
  }

  private static Request all(String key) {
    return Request.cmd(Command.HGETALL).arg(key);
  }

  /** What was saved last, of each market of which anything was. */
  Future<Map<Market, Listed>> load() {
    return read().compose(hashes -> vertx.executeBlocking(() -> parse(hashes)));
  }

  private static Map<Market, Listed> parse(Hashes hashes) {
    Map<Market, Listed> listed = new EnumMap<>(Market.class);
    for (Market market : Market.values()) {
      String text = field(hashes.listings, market.wireName());
      if (text != null) {
        Listing listing = Json.read(text, Listing.class);
        Map<String, Instrument> bySymbol = new HashMap<>();
        for (String symbol : listing.symbols()) {
          Instrument instrument = instrument(symbol, field(hashes.instruments, symbol));
          if (instrument != null) {
            bySymbol.put(symbol, instrument);
          }
        }
        listed.put(market, new Listed(listing.readMs(), bySymbol));
      }
    }
    return listed;
  }

  private static @Nullable Instrument instrument(String symbol, @Nullable String json) {
    try {
      return json == null ? null : Json.read(json, Instrument.class);
    } catch (IllegalArgumentException e) {
      log.warn("instrument refused symbol={} cause={}", symbol, e.toString());
      return null;
    }
  }

  /** Writes what differs; how much did, apart from the time of the read. */
  Future<Integer> save(Map<Market, Listed> listed) {
    return read()
        .compose(hashes -> vertx.executeBlocking(() -> changes(hashes, listed)))
        .compose(
            changes ->
                redis
                    .batch(writes(Keys.INSTRUMENTS, changes.instruments))
                    // Last, so that what is listed can be found.
                    .compose(done -> redis.batch(writes(LISTINGS, changes.listings)))
                    .map(done -> changes.news));
  }

  private static Changes changes(Hashes hashes, Map<Market, Listed> listed) {
    Map<String, String> instruments = new HashMap<>();
    Map<String, String> listings = new HashMap<>();
    int news = 0;
    for (Map.Entry<Market, Listed> of : listed.entrySet()) {
      for (Instrument instrument : of.getValue().bySymbol().values()) {
        String json = Json.write(instrument);
        if (!json.equals(field(hashes.instruments, instrument.symbol()))) {
          instruments.put(instrument.symbol(), json);
        }
      }
      String market = of.getKey().wireName();
      List<String> symbols = of.getValue().bySymbol().keySet().stream().sorted().toList();
      listings.put(market, Json.write(new Listing(of.getValue().readMs(), symbols)));
      news += Objects.equals(symbols, symbolsBefore(hashes, market)) ? 0 : 1;
    }
    return new Changes(instruments, listings, news + instruments.size());
  }

  private static @Nullable List<String> symbolsBefore(Hashes hashes, String market) {
    String text = field(hashes.listings, market);
    try {
      return text == null ? null : Json.read(text, Listing.class).symbols();
    } catch (IllegalArgumentException e) {
      return null; // unreadable: it is written anew
    }
  }

  private static @Nullable String field(@Nullable Response hash, String name) {
    Response value = hash == null ? null : hash.get(name);
    return value == null ? null : value.toString();
  }

  private static List<Request> writes(String key, Map<String, String> fields) {
    List<Request> writes = new ArrayList<>();
    Request write = Request.cmd(Command.HSET);
    int written = 0;
    for (Map.Entry<String, String> entry : fields.entrySet()) {
      if (written % FIELDS_PER_COMMAND == 0) {
        write = Request.cmd(Command.HSET).arg(key);
        writes.add(write);
      }
      write.arg(entry.getKey()).arg(entry.getValue());
      written++;
    }
    return writes;
  }
}
