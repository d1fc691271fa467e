package io.tickwire.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.simulator.ExchangeSimulator;
import io.tickwire.simulator.SimulatorConfig;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The exchange simulator and its control calls. It may be stopped and come back. */
final class Simulation implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final WebClient http = WebClient.create(vertx);
  private ExchangeSimulator simulator;

  Simulation() {
    this(SimulatorConfig.quiet(), Clock.systemUTC());
  }

  Simulation(SimulatorConfig config, Clock clock) {
    simulator = TestContext.await(ExchangeSimulator.start(vertx, config, clock));
  }

  int spotPort() {
    return simulator.spotPort();
  }

  int futuresPort() {
    return simulator.futuresPort();
  }

  /** Prints one trade and gives its sequence. */
  long trade(String symbol, String price) {
    String body = "[{\"symbol\":\"" + symbol + "\",\"price\":\"" + price + "\",\"size\":\"1\"}]";
    return post("trades", body).path("trades").path(0).path("sequence").asLong();
  }

  /** Prints one trade of each, some time soon; symbol and sequence of each are in the rows. */
  Future<JsonNode> trades(Collection<String> symbols, String price) {
    String orders =
        symbols.stream()
            .map(
                symbol ->
                    "{\"symbol\":\"%s\",\"price\":\"%s\",\"size\":\"1\"}".formatted(symbol, price))
            .collect(Collectors.joining(",", "[", "]"));
    return http.post(simulator.spotPort(), "127.0.0.1", "/sim/trades")
        .sendBuffer(Buffer.buffer(orders))
        .map(answer -> Json.read(answer.bodyAsString(), JsonNode.class).path("trades"));
  }

  void mark(String symbol, String mark, String index) {
    post(
        "marks",
        "[{\"symbol\":\""
            + symbol
            + "\",\"mark_price\":\""
            + mark
            + "\",\"index_price\":\""
            + index
            + "\"}]");
  }

  private JsonNode post(String call, String body) {
    return Json.read(
        TestContext.await(
                http.post(simulator.spotPort(), "127.0.0.1", "/sim/" + call)
                    .sendBuffer(Buffer.buffer(body)))
            .bodyAsString(),
        JsonNode.class);
  }

  /** Every topic that some socket holds. */
  Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    connections().forEach(row -> row.path("topics").forEach(topic -> topics.add(topic.asText())));
    return topics;
  }

  JsonNode connections() {
    return Json.read(
            TestContext.await(
                    http.get(simulator.spotPort(), "127.0.0.1", "/sim/connections").send())
                .bodyAsString(),
            JsonNode.class)
        .path("connections");
  }

  void awaitTopics(String... wanted) {
    Eventually.hold(
        "topics " + Set.of(wanted), () -> topics().equals(new TreeSet<>(Set.of(wanted))));
  }

  /** Away and back on the same ports, with other sequences and tokens. */
  void restart() {
    SimulatorConfig same =
        SimulatorConfig.quiet().withPorts(simulator.spotPort(), simulator.futuresPort());
    TestContext.await(simulator.close());
    simulator = TestContext.await(ExchangeSimulator.start(vertx, same));
  }

  @Override
  public void close() {
    TestContext.await(simulator.close());
    TestContext.await(vertx.close());
  }
}
