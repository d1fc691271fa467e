package io.tickwire.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A spot exchange of one symbol that misbehaves on command, where the simulator would be too good.
 * Its futures half lists nothing. Requests and connects are kept in order.
 */
final class FakeExchange implements AutoCloseable {
  private static final String SYMBOLS =
      """
      {"code":"200000","data":[{"symbol":"BTC-USDT","baseCurrency":"BTC","quoteCurrency":"USDT",
       "baseIncrement":"0.00000001","priceIncrement":"0.1","enableTrading":true}]}\
      """;
  private static final String TICKERS =
      """
      {"code":"200000","data":{"time":1795219200000,"ticker":[{"symbol":"BTC-USDT","buy":"59999.9",
       "sell":"60000.1","bestBidSize":"0.5","bestAskSize":"0.25","last":"60000"}]}}\
      """;
  private static final String NOTHING = "{\"code\":\"200000\",\"data\":[]}";

  final List<String> tokensGiven = new CopyOnWriteArrayList<>();
  final List<String> tokensUsed = new CopyOnWriteArrayList<>();
  final List<String> received = new CopyOnWriteArrayList<>();
  final AtomicInteger tickerCalls = new AtomicInteger();
  final AtomicInteger symbolCalls = new AtomicInteger();
  volatile boolean pongs = true;
  volatile boolean acks = true;
  volatile boolean welcomes = true;
  volatile boolean failsTickers;
  volatile long pingIntervalMs = 18_000;

  /** Where tokens lead to; 0 is here. */
  volatile int endpointPort;

  /** Sent instead of the welcome, then the socket is cut. */
  volatile String refusal = "";

  private final Vertx vertx = Vertx.vertx();
  private final List<ServerWebSocket> open = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FakeExchange() {
    this(0);
  }

  FakeExchange(int port) {
    server =
        TestContext.await(
            vertx
                .createHttpServer()
                .requestHandler(this::answer)
                .webSocketHandler(this::accept)
                .listen(port, "127.0.0.1"));
  }

  int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    switch (request.path()) {
      case "/api/v1/bullet-public" -> request.response().end(grant());
      case "/api/v2/symbols" -> {
        symbolCalls.incrementAndGet();
        request.response().end(SYMBOLS);
      }
      case "/api/v1/market/allTickers" -> tickers(request);
      default -> request.response().end(NOTHING);
    }
  }

  private String grant() {
    String token = "token+" + tokensGiven.size() + "==";
    tokensGiven.add(token);
    return "{\"code\":\"200000\",\"data\":{\"token\":\""
        + token
        + "\",\"instanceServers\":[{\"endpoint\":\"ws://127.0.0.1:"
        + (endpointPort == 0 ? port() : endpointPort)
        + "/endpoint\",\"protocol\":\"websocket\",\"pingInterval\":"
        + pingIntervalMs
        + ",\"pingTimeout\":200}]}}";
  }

  private void tickers(HttpServerRequest request) {
    tickerCalls.incrementAndGet();
    request.response().end(failsTickers ? "{\"code\":\"429000\",\"msg\":\"too many\"}" : TICKERS);
  }

  private void accept(ServerWebSocket socket) {
    String query = String.valueOf(socket.query());
    tokensUsed.add(
        URLDecoder.decode(
            query.substring("token=".length(), query.indexOf('&')), StandardCharsets.UTF_8));
    socket.textMessageHandler(text -> onText(socket, text));
    if (!refusal.isEmpty()) {
      socket.writeTextMessage(refusal);
      socket.close();
      return;
    }
    open.add(socket);
    socket.closeHandler(ignored -> open.remove(socket));
    if (welcomes) {
      socket.writeTextMessage("{\"id\":\"any\",\"type\":\"welcome\"}");
    }
  }

  private void onText(ServerWebSocket socket, String text) {
    received.add(text);
    JsonNode message = Json.read(text, JsonNode.class);
    String type = message.path("type").asText();
    String id = message.path("id").asText();
    if (type.equals("ping") && pongs) {
      socket.writeTextMessage("{\"id\":\"" + id + "\",\"type\":\"pong\",\"timestamp\":1}");
    } else if (!type.equals("ping") && acks) {
      socket.writeTextMessage("{\"id\":\"" + id + "\",\"type\":\"ack\"}");
    }
  }

  /** To every open socket. */
  void send(String text) {
    open.forEach(socket -> socket.writeTextMessage(text));
  }

  void trade(long sequence, String price) {
    send(
        "{\"topic\":\"/market/match:BTC-USDT\",\"type\":\"message\",\"subject\":\"trade.l3match\","
            + "\"data\":{\"symbol\":\"BTC-USDT\",\"sequence\":\""
            + sequence
            + "\",\"price\":\""
            + price
            + "\",\"size\":\"0.1\",\"time\":\"1795219200000000000\"}}");
  }

  /** Cuts every open socket. */
  void cut() {
    open.forEach(ServerWebSocket::close);
  }

  long subscribes() {
    return received.stream().filter(text -> text.contains("\"subscribe\"")).count();
  }

  void awaitSubscribes(long count) {
    Eventually.hold(count + " subscribes", () -> subscribes() >= count);
  }

  @Override
  public void close() {
    TestContext.await(vertx.close());
  }
}
