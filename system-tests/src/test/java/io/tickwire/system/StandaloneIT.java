package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.ExchangeSimulator;
import io.tickwire.simulator.SimulatorConfig;
import io.tickwire.testsupport.FreePort;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quick start as a user runs it: stopped, killed, started again. */
class StandaloneIT {
  private static final Duration START = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final int port = FreePort.find();
  private final int adminPort = FreePort.find();
  private final int spotPort = FreePort.find();
  private final int futuresPort = FreePort.find();

  @Test
  void theStopFiresAndIsExplained() throws Exception {
    try (ServiceJar tickwire = up()) {
      Api alice = new Api(port).as("alice");
      try (UserStream stream = UserStream.open(alice, "user:me")) {
        trade("60000.0");
        String id = open(alice);
        trade("59000.0");
        assertThat(stream.await("position_closing", id).path("data").path("status").asText())
            .isEqualTo("closing");
        JsonNode closed = stream.await("position_closed", id).path("data");
        assertThat(closed.path("gross").asText()).startsWith("-100");
        assertThat(new BigDecimal(closed.path("net").asText())).isEqualByComparingTo("-107.14");
        JsonNode execution =
            alice.get("/v1/executions/" + closed.path("execution_id").asText()).body();
        assertThat(new BigDecimal(execution.path("tick").path("price").asText()))
            .isEqualByComparingTo("59000");
        assertThat(execution.path("committed_us").asLong())
            .isGreaterThanOrEqualTo(execution.path("decided_us").asLong());
      }
      assertThat(new Api(port).get("/").status()).isEqualTo(200);
      assertThat(tickwire.isAlive()).isTrue();
    }
  }

  @Test
  void nothingIsLost_whenItIsStoppedAndWhenItIsKilled() throws Exception {
    String first;
    try (ServiceJar tickwire = up()) {
      trade("60000.0");
      first = open(new Api(port).as("alice"));
      assertThat(tickwire.terminate()).as(tickwire.output()).isIn(0, 143);
      assertThat(tickwire.output()).contains("Tickwire has stopped.");
    }
    String second;
    try (ServiceJar tickwire = up()) {
      Api alice = new Api(port).as("alice");
      trade("60000.0");
      assertThat(alice.get("/v1/positions/" + first).text("status")).isEqualTo("open");
      second = open(alice);
      tickwire.kill();
    }
    try (ServiceJar tickwire = up()) {
      Api alice = new Api(port).as("alice");
      try (UserStream stream = UserStream.open(alice, "user:me")) {
        trade("59000.0");
        stream.await("position_closed", first);
        stream.await("position_closed", second);
      }
      assertThat(tickwire.output()).contains("reused=true");
    }
  }

  /** As with the real exchange, whose addresses are the defaults of these settings. */
  @Test
  void takesPricesFromTheAddressesOfTheExchange_whenItIsNotTheSimulator() throws Exception {
    Vertx vertx = Vertx.vertx();
    ExchangeSimulator exchange =
        TestContext.await(ExchangeSimulator.start(vertx, SimulatorConfig.quiet()));
    Map<String, String> addresses =
        Map.of(
            "TICKWIRE_FEED_SPOT_URL", "http://127.0.0.1:" + exchange.spotPort(),
            "TICKWIRE_FEED_FUTURES_URL", "http://127.0.0.1:" + exchange.futuresPort());
    try (ServiceJar tickwire = up(start(addresses, "up", "--exchange", "kucoin"))) {
      assertThat(tickwire.output()).doesNotContain("simulator started");
      Api alice = new Api(port).as("alice");
      try (UserStream stream = UserStream.open(alice, "market:XBTUSDTM")) {
        stream.await("a quote", frame -> frame.path("type").asText().equals("quote"));
      }
    } finally {
      TestContext.await(vertx.close());
    }
  }

  @Test
  void saysWhichSettingMovesThePort_whenItIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        ServiceJar tickwire = start()) {
      assertThat(taken.isBound()).isTrue();
      assertThat(tickwire.awaitExit()).isEqualTo(1);
      assertThat(tickwire.output())
          .contains("port " + port + " on 127.0.0.1 is in use")
          .contains("TICKWIRE_PUSH_PORT")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void namesTheSetting_whenNobodyKnowsIt() throws Exception {
    try (ServiceJar tickwire = start(Map.of("TICKWIRE_PUSH_PROT", "9000"), "up")) {
      assertThat(tickwire.awaitExit()).isEqualTo(1);
      assertThat(tickwire.output())
          .contains("tickwire cannot start: unknown setting: TICKWIRE_PUSH_PROT")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void saysSo_whenTheFolderCannotBeWritten() throws Exception {
    Files.writeString(folder.resolve("data"), "a file where the folder should be");
    try (ServiceJar tickwire = start()) {
      assertThat(tickwire.awaitExit()).isEqualTo(1);
      assertThat(tickwire.output()).contains("tickwire cannot start:").doesNotContain("\tat ");
    }
  }

  private ServiceJar up() throws Exception {
    return up(start());
  }

  private static ServiceJar up(ServiceJar tickwire) {
    Deadline.await(
        "tickwire up",
        START,
        () -> tickwire.output().contains("Tickwire is up") || !tickwire.isAlive());
    assertThat(tickwire.isAlive()).as(tickwire.output()).isTrue();
    return tickwire;
  }

  private ServiceJar start() throws Exception {
    return start(Map.of(), "up");
  }

  private ServiceJar start(Map<String, String> more, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TICKWIRE_PUSH_PORT", Integer.toString(port));
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("TICKWIRE_SIM_SPOT_PORT", Integer.toString(spotPort));
    environment.put("TICKWIRE_SIM_FUTURES_PORT", Integer.toString(futuresPort));
    environment.put("TICKWIRE_SIM_MODE", "paused");
    environment.put("TICKWIRE_DATA_DIR", folder.resolve("data").toString());
    Path logs = Files.createTempDirectory(folder, "run");
    return ServiceJar.start("standalone", "standalone", logs, environment, arguments);
  }

  private void trade(String price) {
    Api.Answer answer =
        new Api(spotPort)
            .post("/sim/trades", "[{\"symbol\":\"XBTUSDTM\",\"price\":\"" + price + "\"}]");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  private static String open(Api api) {
    Api.Answer opened =
        api.post(
            "/v1/positions",
            "{\"symbol\":\"XBTUSDTM\",\"side\":\"long\",\"quantity\":\"100\",\"leverage\":\"10\","
                + "\"stop_loss\":\"59000\",\"take_profit\":\"62000\"}");
    assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
    return opened.text("id");
  }
}
