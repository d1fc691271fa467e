package io.tickwire.system;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A user who comes back whenever he is cut off or sent away, to whichever gateway answers, with
 * {@code since} of each channel. Keeps the numbers of the events he was told, in order. Confined to
 * one event loop, but for what tests read.
 */
final class ResumingClient {
  private static final long RETRY_MS = 50;

  private final Vertx vertx;
  private final WebSocketClient client;
  private final IntSupplier port;
  private final String token;
  private final Map<String, String> since = new LinkedHashMap<>();
  private final Map<String, List<Integer>> told = new LinkedHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger reconnects = new AtomicInteger();
  private volatile boolean subscribed;
  private volatile boolean stopped;
  private volatile @Nullable WebSocket socket;
  private long afterMs;

  /**
   * @param port of a gateway to try next
   * @param channels names, or patterns that end in {@code *}
   */
  ResumingClient(
      Vertx vertx, WebSocketClient client, IntSupplier port, String token, String... channels) {
    this.vertx = vertx;
    this.client = client;
    this.port = port;
    this.token = token;
    for (String channel : channels) {
      told.put(channel, new CopyOnWriteArrayList<>());
    }
  }

  /** On the event loop that it shall stay on. */
  void connect() {
    if (stopped) {
      return;
    }
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port.getAsInt())
                .setTimeout(2_000)
                .setURI("/v1/ws?token=" + token))
        .onSuccess(this::onOpen)
        .onFailure(ignored -> again(RETRY_MS));
  }

  private void again(long delayMs) {
    vertx.setTimer(Math.max(1, delayMs), ignored -> connect());
  }

  private void onOpen(WebSocket fresh) {
    socket = fresh;
    connections.incrementAndGet();
    afterMs = RETRY_MS;
    fresh.textMessageHandler(this::onText);
    fresh.exceptionHandler(ignored -> {});
    fresh.closeHandler(
        ignored -> {
          subscribed = false;
          again(afterMs);
        });
    fresh.writeTextMessage(subscribe());
  }

  private String subscribe() {
    ObjectNode message = Api.JSON.createObjectNode().put("type", "subscribe");
    ArrayNode channels = message.putArray("channels");
    for (String channel : told.keySet()) {
      ObjectNode entry = channels.addObject().put("channel", channel);
      if (since.containsKey(channel)) {
        entry.put("since", since.get(channel));
      }
    }
    return message.toString();
  }

  private void onText(String text) {
    try {
      JsonNode message = Api.JSON.readTree(text);
      switch (message.path("type").asText()) {
        case "subscribed" -> onSubscribed(message);
        case "reconnect" -> {
          reconnects.incrementAndGet();
          afterMs = message.path("after_ms").asLong();
        }
        case "event_batch" -> message.path("events").forEach(this::onEvent);
        case "error", "lagged" -> complaints.add(text);
        default -> {
          if (message.has("offset")) {
            onEvent(message);
          }
        }
      }
    } catch (JacksonException e) {
      complaints.add("not JSON: " + text);
    }
  }

  private void onSubscribed(JsonNode message) {
    for (JsonNode channel : message.path("channels")) {
      String name = channel.path("channel").asText();
      if (since.containsKey(name) && !channel.path("recovered").asBoolean()) {
        complaints.add("not recovered since " + since.get(name) + ": " + message);
      }
      since.putIfAbsent(name, channel.path("offset").asText());
    }
    if (message.path("rejected").size() > 0) {
      complaints.add("rejected: " + message);
    }
    subscribed = true;
  }

  private void onEvent(JsonNode event) {
    String name = event.path("channel").asText();
    for (String channel : told.keySet()) {
      boolean pattern = channel.endsWith("*");
      if (pattern
          ? name.startsWith(channel.substring(0, channel.length() - 1))
          : name.equals(channel)) {
        since.put(channel, event.path("offset").asText());
        told.get(channel).add(event.path("data").path("n").asInt());
      }
    }
  }

  boolean isSubscribed() {
    return subscribed;
  }

  /** How often it got through to a gateway. */
  int connections() {
    return connections.get();
  }

  /** How often it was asked to come back. */
  int reconnects() {
    return reconnects.get();
  }

  /** Breaks the connection, if there is one, without a word to the gateway. */
  @SuppressWarnings("FutureReturnValueIgnored") // The close handler tells when it is done.
  void cut() {
    if (socket instanceof WebSocketInternal internal) {
      internal.channelHandlerContext().close();
    }
  }

  /** How many events of the channel, each time they came. */
  int count(String channel) {
    return told.getOrDefault(channel, List.of()).size();
  }

  List<Integer> told(String channel) {
    return new ArrayList<>(told.getOrDefault(channel, List.of()));
  }

  List<String> complaints() {
    return complaints;
  }

  void stop() {
    stopped = true;
  }
}
