package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code /v1/stream} as a browser's EventSource does. */
public final class SseClient {
  private static final long AWAIT_SECONDS = 10;

  /** What came between two empty lines. */
  record Message(String id, String type, String data, String comment, String retry) {
    JsonNode json() {
      return Json.read(data, JsonNode.class);
    }
  }

  private final HttpClient client;
  private final HttpClientResponse response;
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final StringBuilder unread = new StringBuilder();
  private volatile String lastText = "";
  private String lastId = "";

  private SseClient(HttpClient client, HttpClientResponse response) {
    this.client = client;
    this.response = response;
    response.handler(bytes -> read(bytes.toString(StandardCharsets.UTF_8)));
    response.endHandler(ignored -> ended.complete(null));
    response.exceptionHandler(ignored -> ended.complete(null));
  }

  /**
   * Reads from the first byte on: its handlers are set on the event loop that the response comes
   * by, before that goes on.
   *
   * @param query begins with {@code ?}
   */
  static SseClient open(
      GatewayRig rig, @Nullable String token, String query, Map<String, String> headers) {
    HttpClient client = rig.vertx().createHttpClient();
    return await(
        Future.future(
            opened ->
                rig.vertx()
                    .runOnContext(
                        ignored ->
                            client
                                .request(
                                    HttpMethod.GET, rig.port(), "127.0.0.1", "/v1/stream" + query)
                                .compose(request -> send(request, token, headers))
                                .map(response -> new SseClient(client, response))
                                .onComplete(opened))));
  }

  /** A stream of quotes of a symbol, whose newest the gateway knows for as long as it is open. */
  static SseClient quoted(GatewayRig rig, String user, String symbol) {
    SseClient client =
        open(rig, rig.token(user), "?channels=market:" + symbol + "&interval_ms=0", Map.of());
    client.next("subscribed");
    GatewayRig.until(
        () -> {
          // Until the gateway listens to the symbol, trades pass by.
          rig.publish(GatewayRig.trade(symbol, System.nanoTime(), 600_000));
          return client.has("quote");
        });
    return client;
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, @Nullable String token, Map<String, String> headers) {
    if (token != null) {
      request.putHeader("Authorization", "Bearer " + token);
    }
    headers.forEach(request::putHeader);
    return request.send();
  }

  private synchronized void read(String text) {
    unread.append(text);
    lastText = text;
    int end = unread.indexOf("\n\n");
    while (end >= 0) {
      take(unread.substring(0, end));
      unread.delete(0, end + 2);
      end = unread.indexOf("\n\n");
    }
  }

  private void take(String block) {
    String id = "";
    String type = "";
    String data = "";
    String comment = "";
    String retry = "";
    for (String line : block.split("\n", -1)) {
      int colon = line.indexOf(": ");
      String value = line.substring(colon + 2);
      switch (line.substring(0, colon)) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data += value;
        case "retry" -> retry = value;
        default -> comment = value;
      }
    }
    received.add(new Message(id, type, data, comment, retry));
  }

  int status() {
    return response.statusCode();
  }

  @Nullable String header(String name) {
    return response.getHeader(name);
  }

  /** Where a browser goes on that was cut off after what {@link #next} gave last. */
  String lastRead() {
    return lastId;
  }

  /** Whether one of this type has come already; takes all up to it. */
  boolean has(String type) {
    Message message = received.poll();
    while (message != null && !message.type().equals(type)) {
      message = received.poll();
    }
    return message != null;
  }

  Message next(String type) {
    return next(message -> message.type().equals(type));
  }

  Message next(Predicate<Message> wanted) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
    try {
      while (System.nanoTime() - deadlineNs < 0) {
        Message message = received.poll(100, TimeUnit.MILLISECONDS);
        if (message == null) {
          continue;
        }
        lastId = message.id().isEmpty() ? lastId : message.id();
        if (wanted.test(message)) {
          return message;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError(
        "no such message within "
            + AWAIT_SECONDS
            + " s; status "
            + status()
            + ", last: "
            + lastText);
  }

  void expectEnd() {
    try {
      ended.get(AWAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("not ended within " + AWAIT_SECONDS + " s", e);
    }
  }

  /** Reads no more. */
  void pause() {
    response.pause();
  }

  void close() {
    await(client.close());
  }
}
