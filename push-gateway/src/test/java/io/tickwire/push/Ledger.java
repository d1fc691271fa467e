package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps count of what it is told of each channel and of what it is told to have
 * missed, over all its connections. Keeps none of the messages. Thread-safe.
 */
final class Ledger {
  /** Of one channel; numbers must go up. */
  static final class Account {
    private int told;
    private int missed;
    private int last;
    private int disorders;
  }

  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, String> since = new TreeMap<>();
  private final WebSocketClient client;
  private @Nullable WebSocket socket;
  private boolean subscribed;
  private boolean recovered = true;
  private @Nullable String complaint;
  private int closeCode = -1;

  Ledger(WebSocketClient client) {
    this.client = client;
  }

  /**
   * Connects, or connects again with what it has seen last. Does not wait until it is subscribed.
   */
  Ledger connect(int port, String token, String... channels) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/v1/ws?token=" + token);
    synchronized (this) {
      subscribed = false;
      closeCode = -1;
    }
    await(
        client
            .connect(options)
            .map(
                fresh -> {
                  onOpen(fresh, channels);
                  return fresh;
                }));
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // What fails closes the socket.
  private synchronized void onOpen(WebSocket fresh, String... channels) {
    socket = fresh;
    fresh.textMessageHandler(text -> take(Json.read(text, JsonNode.class)));
    fresh.exceptionHandler(ignored -> {});
    fresh.closeHandler(ignored -> onClose(fresh));
    ObjectNode subscribe = Json.mapper().createObjectNode().put("type", "subscribe");
    for (String channel : channels) {
      ObjectNode entry = subscribe.withArray("channels").addObject().put("channel", channel);
      if (since.containsKey(channel)) {
        entry.put("since", since.get(channel));
      }
    }
    fresh.writeTextMessage(Json.write(subscribe));
  }

  private synchronized void onClose(WebSocket closed) {
    Short code = closed.closeStatusCode();
    closeCode = code == null ? 1006 : code;
  }

  private synchronized void take(JsonNode message) {
    switch (message.path("type").asText()) {
      case "subscribed" -> onSubscribed(message);
      case "event_batch" -> message.path("events").forEach(this::event);
      case "lagged" ->
          account(message.path("channel").asText()).missed += message.path("missed").asInt();
      case "error" -> complaint = message.toString();
      default -> {
        if (message.has("data")) {
          event(message);
        }
      }
    }
  }

  private void onSubscribed(JsonNode message) {
    for (JsonNode channel : message.path("channels")) {
      String name = channel.path("channel").asText();
      if (since.putIfAbsent(name, channel.path("offset").asText()) != null
          && !channel.path("recovered").asBoolean()) {
        recovered = false;
      }
    }
    subscribed = true;
  }

  private void event(JsonNode event) {
    String channel = event.path("channel").asText();
    Account account = account(channel);
    int number = event.path("data").path("n").asInt();
    account.told++;
    // Quotes have no number: the newest is all there is.
    if (event.path("data").has("n")) {
      account.disorders += number > account.last ? 0 : 1;
      account.last = number;
    }
    if (event.has("offset")) {
      since.put(channel, event.path("offset").asText());
    }
  }

  private Account account(String channel) {
    return accounts.computeIfAbsent(channel, ignored -> new Account());
  }

  synchronized boolean isSubscribed() {
    return subscribed;
  }

  /** Events of the channel, or quotes. */
  synchronized int told(String channel) {
    return account(channel).told;
  }

  /** The number of the event of the channel that came last. */
  synchronized int last(String channel) {
    return account(channel).last;
  }

  /** Whether it got what it had missed, each time it came back. */
  synchronized boolean isRecovered() {
    return recovered;
  }

  /** What {@code lagged} messages add up to. */
  synchronized int missed(String channel) {
    return account(channel).missed;
  }

  /** Events that came twice or after a later one. */
  synchronized int disorders() {
    return accounts.values().stream().mapToInt(account -> account.disorders).sum();
  }

  /** The last error; null when there was none. */
  synchronized @Nullable String complaint() {
    return complaint;
  }

  /** Of the last connection; -1 while it is open. */
  synchronized int closeCode() {
    return closeCode;
  }

  /** Reads no more. */
  synchronized void pause() {
    if (socket != null) {
      socket.pause();
    }
  }

  synchronized void resume() {
    if (socket != null) {
      socket.resume();
    }
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder("close code " + closeCode);
    accounts.forEach(
        (channel, account) ->
            text.append(", ")
                .append(channel)
                .append(" told=")
                .append(account.told)
                .append(" missed=")
                .append(account.missed));
    return text.toString();
  }
}
