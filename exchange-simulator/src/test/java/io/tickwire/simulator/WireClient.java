package io.tickwire.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One WebSocket of a test: what arrived, in order, and how it ended. */
final class WireClient {

  /** How a socket ended; no code when the connection was simply gone. */
  record Ending(@Nullable Short code, @Nullable String reason) {}

  private static final long WAIT_S = 10;

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  private final Promise<Ending> ended = Promise.promise();
  private @Nullable WebSocket socket;

  Future<WebSocket> attach(WebSocketClient client, WebSocketConnectOptions options) {
    ClientWebSocket attached = client.webSocket();
    attached.textMessageHandler(frames::add);
    attached.closeHandler(
        v -> ended.tryComplete(new Ending(attached.closeStatusCode(), attached.closeReason())));
    return attached.connect(options).onSuccess(open -> socket = open);
  }

  void send(String text) {
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    SimulatorRig.await(socket.writeTextMessage(text));
  }

  void subscribe(String topic) {
    send("{\"id\":\"s\",\"type\":\"subscribe\",\"topic\":\"" + topic + "\",\"response\":true}");
    take("ack");
  }

  JsonNode take() {
    try {
      String frame = frames.poll(WAIT_S, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame within " + WAIT_S + " s");
      }
      return SimulatorRig.json(frame);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next frame, which must be of this type. */
  JsonNode take(String type) {
    JsonNode frame = take();
    if (!frame.path("type").asText().equals(type)) {
      throw new AssertionError("expected " + type + " but got " + frame);
    }
    return frame;
  }

  JsonNode answerTo(String text) {
    send(text);
    return take();
  }

  /**
   * All that came before the answer to a ping sent now: a way to see silence without waiting for
   * it.
   */
  List<JsonNode> takeUntilPong() {
    send("{\"id\":\"fence\",\"type\":\"ping\"}");
    List<JsonNode> before = new ArrayList<>();
    for (JsonNode frame = take(); !frame.path("type").asText().equals("pong"); frame = take()) {
      before.add(frame);
    }
    return before;
  }

  void close() {
    if (socket == null) {
      throw new AssertionError("not connected");
    }
    SimulatorRig.await(socket.close());
  }

  Ending ending() {
    return SimulatorRig.await(ended.future());
  }
}
