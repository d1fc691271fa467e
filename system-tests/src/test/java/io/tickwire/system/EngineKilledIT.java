package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops that fire while a rule engine is killed fire exactly once, and the account is right. */
class EngineKilledIT {
  private static final int POSITIONS = 20;
  private static final int KILL_AFTER = 10;
  private static final BigDecimal START_BALANCE = new BigDecimal("100000");

  /** 100 lots of 0.001 at 60,000: the value that the fee of 0.06 % is taken from. */
  private static final BigDecimal OPEN_FEE = new BigDecimal("3.60");

  @TempDir Path folder;

  @Test
  void everyStopFiresOnce_whenAnEngineIsKilledAmidThem() throws Exception {
    try (SmallCluster cluster = SmallCluster.start(folder)) {
      Api alice = cluster.gateway(0).as("alice");
      try (UserStream stream = UserStream.open(alice, "user:me", "market:XBTUSDTM")) {
        cluster.trade("XBTUSDTM", "60000.0");
        stream.await("a quote", event -> event.path("type").asText().equals("quote"));
        Map<String, String> stops = openPositions(alice.at(cluster.gateway(1).port()));

        int fired = 0;
        for (String stop : stops.values()) {
          if (fired++ == KILL_AFTER) {
            cluster.kill("rule-engine-0");
          }
          cluster.trade("XBTUSDTM", stop);
        }
        // A stop that nobody saw fire would now have lost its moment.
        cluster.trade("XBTUSDTM", "60000.0");

        stops.forEach((id, stop) -> assertClosedOnce(stream, alice, id, stop));
        assertAccount(alice, stops);
      }
    }
  }

  /** Position id → stop price, the highest stop first. */
  private static Map<String, String> openPositions(Api api) {
    Map<String, String> stops = new LinkedHashMap<>();
    for (int i = 1; i <= POSITIONS; i++) {
      String stop = new BigDecimal("60000.0").subtract(BigDecimal.valueOf(i * 50L)).toPlainString();
      Api.Answer opened =
          api.post(
              "/v1/positions",
              "{\"symbol\":\"XBTUSDTM\",\"side\":\"long\",\"quantity\":\"100\",\"leverage\":\"10\","
                  + "\"stop_loss\":\""
                  + stop
                  + "\"}");
      assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
      stops.put(opened.text("id"), stop);
    }
    return stops;
  }

  private static void assertClosedOnce(UserStream stream, Api api, String id, String stop) {
    JsonNode closed = stream.await("position_closed", id).path("data");
    assertThat(closed.path("close_reason").asText()).isEqualTo("stop_loss");
    assertThat(new BigDecimal(closed.path("exit_price").asText())).isEqualByComparingTo(stop);
    assertThat(stream.count("position_closing", id)).isEqualTo(1);
    assertThat(stream.count("position_closed", id)).isEqualTo(1);
    long executions = 0;
    for (JsonNode execution : api.get("/v1/executions?limit=500").body().path("items")) {
      executions += execution.path("position_id").asText().equals(id) ? 1 : 0;
    }
    assertThat(executions).as("executions of " + id).isEqualTo(1);
  }

  private static void assertAccount(Api api, Map<String, String> stops) {
    BigDecimal expected = START_BALANCE;
    BigDecimal lots = new BigDecimal("0.1");
    for (String stop : stops.values()) {
      BigDecimal exit = new BigDecimal(stop);
      BigDecimal gross = exit.subtract(new BigDecimal("60000")).multiply(lots);
      BigDecimal closeFee = exit.multiply(lots).multiply(new BigDecimal("0.0006"));
      expected = expected.add(gross).subtract(OPEN_FEE).subtract(closeFee);
    }
    BigDecimal wanted = expected;
    Deadline.await(
        "the account",
        Duration.ofSeconds(10),
        () -> balance(api).compareTo(wanted) == 0,
        () -> "expected " + wanted + ", is " + api.get("/v1/account").body());
    for (JsonNode balance : api.get("/v1/account").body().path("balances")) {
      assertThat(new BigDecimal(balance.path("used_margin").asText())).isZero();
    }
  }

  private static BigDecimal balance(Api api) {
    for (JsonNode balance : api.get("/v1/account").body().path("balances")) {
      if (balance.path("currency").asText().equals("USDT")) {
        return new BigDecimal(balance.path("balance").asText());
      }
    }
    return BigDecimal.ZERO;
  }
}
