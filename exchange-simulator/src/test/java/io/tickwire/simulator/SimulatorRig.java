package io.tickwire.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.protocol.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A simulator on free ports and the clients a test speaks to it with. Every wait is bounded. */
final class SimulatorRig implements AutoCloseable {

  private static final long WAIT_S = 10;

  final Vertx vertx = Vertx.vertx();
  final ExchangeSimulator simulator;

  /** Held here because Vert.x closes a client, and its sockets, that nobody refers to. */
  final NetClient rawSockets =
      vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(4_096));

  private final WebClient http = WebClient.create(vertx);
  private final WebSocketClient sockets = vertx.createWebSocketClient();

  SimulatorRig(SimulatorConfig config) {
    this(config, Clock.systemUTC());
  }

  SimulatorRig(SimulatorConfig config, Clock clock) {
    simulator = await(ExchangeSimulator.start(vertx, config, clock));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(WAIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("nothing within " + WAIT_S + " s", e);
    }
  }

  HttpResponse<Buffer> get(int port, String path) {
    return await(http.get(port, "127.0.0.1", path).send());
  }

  HttpResponse<Buffer> post(int port, String path, String body) {
    return await(http.post(port, "127.0.0.1", path).sendBuffer(Buffer.buffer(body)));
  }

  /** A control call on the spot port. */
  JsonNode sim(String call, String body) {
    return json(post(simulator.spotPort(), "/sim/" + call, body).bodyAsString());
  }

  JsonNode simGet(String call) {
    return json(get(simulator.spotPort(), "/sim/" + call).bodyAsString());
  }

  JsonNode data(int port, String path) {
    JsonNode answer = json(get(port, path).bodyAsString());
    if (!answer.path("code").asText().equals("200000")) {
      throw new AssertionError(answer.toString());
    }
    return answer.path("data");
  }

  String token(int port) {
    return json(post(port, "/api/v1/bullet-public", "").bodyAsString())
        .path("data")
        .path("token")
        .asText();
  }

  /** Connects with a fresh token, and takes the welcome. */
  WireClient connect(int port) {
    WireClient client = open(port, "/?token=" + token(port) + "&connectId=rig");
    client.take("welcome");
    return client;
  }

  WireClient spot() {
    return connect(simulator.spotPort());
  }

  WireClient futures() {
    return connect(simulator.futuresPort());
  }

  WireClient open(int port, String uri) {
    WireClient client = new WireClient();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(uri);
    await(client.attach(sockets, options));
    return client;
  }

  static JsonNode json(String text) {
    try {
      return Json.read(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    await(simulator.close());
    await(vertx.close());
  }
}
