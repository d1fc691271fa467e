package io.tickwire.feed.instruments;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class InstrumentStoreTest {
  private static final Listed LISTED =
      new Listed(1, Map.of("BTC-USDT", ListedExchange.instrument("BTC-USDT", Market.SPOT)));

  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  private final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(3), 4));
  private final InstrumentStore store = new InstrumentStore(vertx, redis);

  @AfterEach
  void close() {
    redis.close();
    await(vertx.close());
  }

  /** Between the two anybody may read: in the other order he would find a listing of nothing. */
  @Test
  void writesWhatIsListedLastAndReadsItFirst() {
    redis("FLUSHALL");
    redis("CONFIG", "SET", "slowlog-log-slower-than", "0");
    redis("SLOWLOG", "RESET");

    await(store.save(Map.of(Market.SPOT, LISTED)));
    Map<Market, Listed> loaded = await(store.load());

    assertThat(loaded).containsOnly(Map.entry(Market.SPOT, LISTED));
    assertThat(hashCommands())
        .containsExactly(
            "hgetall " + InstrumentStore.LISTINGS,
            "hgetall " + Keys.INSTRUMENTS,
            "hset " + Keys.INSTRUMENTS,
            "hset " + InstrumentStore.LISTINGS,
            "hgetall " + InstrumentStore.LISTINGS,
            "hgetall " + Keys.INSTRUMENTS);
  }

  /** With their keys, the oldest first. */
  private List<String> hashCommands() {
    List<String> commands = new ArrayList<>();
    for (Response entry : redis("SLOWLOG", "GET", "64")) {
      Response words = entry.get(3);
      if (Set.of("hgetall", "hset").contains(words.get(0).toString())) {
        commands.add(words.get(0) + " " + words.get(1));
      }
    }
    Collections.reverse(commands);
    return commands;
  }

  private Response redis(String command, String... arguments) {
    Request request = Request.cmd(Command.create(command));
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(redis.send(request));
  }
}
