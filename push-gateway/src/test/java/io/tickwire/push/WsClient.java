package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A WebSocket client for tests: sends JSON, waits for messages by type. */
public final class WsClient {
  private static final long AWAIT_SECONDS = 10;

  private final WebSocket socket;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final AtomicInteger texts = new AtomicInteger();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** Held, because an unreachable client closes its sockets. */
  private final WebSocketClient client;

  private WsClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(
        text -> {
          texts.incrementAndGet();
          received.add(Json.read(text, JsonNode.class));
        });
    socket.binaryMessageHandler(message -> received.add(cbor(message.getBytes())));
    socket.closeHandler(
        ignored -> {
          Short code = socket.closeStatusCode();
          closed.complete(code == null ? 1006 : code.intValue());
        });
    socket.exceptionHandler(ignored -> {});
  }

  private static JsonNode cbor(byte[] message) {
    try {
      return new CBORMapper().readTree(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static WsClient connect(Vertx vertx, int port, String query) {
    return connect(vertx, new WebSocketConnectOptions().setPort(port).setURI("/v1/ws" + query));
  }

  public static WsClient connect(Vertx vertx, WebSocketConnectOptions options) {
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxMessageSize(1 << 24)
                .setMaxFrameSize(1 << 22)
                .setReceiveBufferSize(65_536));
    return open(vertx, client, options);
  }

  /** Handlers are set on the socket's own event loop, before it reads on. */
  static WsClient open(Vertx vertx, WebSocketClient client, WebSocketConnectOptions options) {
    options.setHost("127.0.0.1");
    return await(
        Future.future(
            opened ->
                vertx.runOnContext(
                    ignored ->
                        client
                            .connect(options)
                            .map(socket -> new WsClient(client, socket))
                            .onComplete(opened))));
  }

  /** Signed in as the token's user. */
  public static WsClient signedIn(GatewayRig rig, String user) {
    WsClient client = connect(rig.vertx(), rig.port(), "");
    client.send("{'type':'auth','token':'" + rig.token(user) + "'}");
    client.next("welcome");
    return client;
  }

  /** Sends JSON written with single quotes. */
  public void send(String json) {
    await(socket.writeTextMessage(json.replace('\'', '"')));
  }

  /** Sends it so often, also while the gateway closes the socket. */
  @SuppressWarnings("FutureReturnValueIgnored") // What comes too late fails, as it may.
  void flood(String json, int times) {
    for (int i = 0; i < times; i++) {
      socket.writeTextMessage(json.replace('\'', '"'));
    }
  }

  public void sendBinary(byte[] message) {
    await(socket.writeBinaryMessage(Buffer.buffer(message)));
  }

  /** How many messages came in text frames. */
  public int textMessages() {
    return texts.get();
  }

  public JsonNode subscribe(String... channels) {
    send("{'type':'subscribe','channels':['" + String.join("','", channels) + "']}");
    return next("subscribed");
  }

  public WebSocket socket() {
    return socket;
  }

  /** The next message of this type; others on the way are dropped. */
  public JsonNode next(String type) {
    return next(message -> message.path("type").asText().equals(type));
  }

  public JsonNode next(Predicate<JsonNode> wanted) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
    try {
      while (System.nanoTime() - deadlineNs < 0) {
        JsonNode message = received.poll(100, TimeUnit.MILLISECONDS);
        if (message != null && wanted.test(message)) {
          return message;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("no such message within " + AWAIT_SECONDS + " s");
  }

  /** Everything up to and including the answer to a ping sent now. */
  public int countUntilPong(Predicate<JsonNode> counted) {
    send("{'type':'ping','id':'count'}");
    int[] count = {0};
    next(
        message -> {
          if (counted.test(message)) {
            count[0]++;
          }
          return message.path("type").asText().equals("pong");
        });
    return count[0];
  }

  public void expectClose(int code) {
    try {
      assertThat(closed.get(AWAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("not closed within " + AWAIT_SECONDS + " s", e);
    }
  }

  public void close() {
    await(socket.close());
    await(client.close());
  }
}
