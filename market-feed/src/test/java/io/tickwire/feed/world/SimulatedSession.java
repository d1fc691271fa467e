package io.tickwire.feed.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One connection at the simulated exchange: messages arrive in order and late; limits are kept and
 * every breach is remembered.
 */
public final class SimulatedSession implements Transport.Connection {
  private static final long IDLE_MS = 60_000;
  private static final long PERMIT_SPAN_MS = 10_000;
  private static final int PERMITS = 100;
  private static final int SYMBOLS_PER_REQUEST = 100;

  private final Timers timers;
  private final Random random;
  private final SimulatedExchange exchange;
  private final Transport.Receiver receiver;
  private final Set<String> topics = new TreeSet<>();
  private final Deque<Long> spentMs = new ArrayDeque<>();
  private long lastDeliveryMs;
  private long lastClientMs;
  private boolean open;
  private boolean over;

  /** Open, says nothing, hears nothing. */
  public boolean stalled;

  SimulatedSession(
      Timers timers, Random random, SimulatedExchange exchange, Transport.Receiver receiver) {
    this.timers = timers;
    this.random = random;
    this.exchange = exchange;
    this.receiver = receiver;
    this.lastClientMs = timers.nowMs();
  }

  public boolean isOpen() {
    return open && !over;
  }

  public Set<String> topics() {
    return topics;
  }

  void begin() {
    later(
        () -> {
          open = true;
          receiver.onOpen();
          deliver("{\"id\":\"hello\",\"type\":\"welcome\"}");
        });
  }

  /** Ends it with a reason that the client hears. */
  public void cut(String reason) {
    if (!over) {
      over = true;
      open = false;
      exchange.ended(this);
      timers.after(1, () -> receiver.onEnd(reason));
    }
  }

  /** The exchange's own look at the clock. */
  void review() {
    if (isOpen() && timers.nowMs() - lastClientMs > IDLE_MS) {
      cut("ping timeout");
    }
  }

  void data(String topic, String frame) {
    if (isOpen() && !stalled && topics.contains(topic) && !exchange.swallows(topic)) {
      deliver(frame);
    }
  }

  private void deliver(String text) {
    later(
        () -> {
          if (!stalled) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            receiver.onMessage(bytes, bytes.length);
          }
        });
  }

  /** After the network's delay, never before what was sent earlier. */
  private void later(Runnable action) {
    lastDeliveryMs = Math.max(lastDeliveryMs, timers.nowMs() + 1 + random.nextInt(40));
    timers.after(
        lastDeliveryMs - timers.nowMs(),
        () -> {
          if (!over) {
            action.run();
          }
        });
  }

  @Override
  public void send(String text) {
    timers.after(
        1 + random.nextInt(20),
        () -> {
          if (!over && !stalled) {
            onClient(text);
          }
        });
  }

  private void onClient(String text) {
    long nowMs = timers.nowMs();
    lastClientMs = nowMs;
    spentMs.addLast(nowMs);
    while (nowMs - spentMs.getFirst() >= PERMIT_SPAN_MS) {
      spentMs.removeFirst();
    }
    if (spentMs.size() > PERMITS) {
      exchange.breach("messages in 10 s: " + spentMs.size());
    }
    JsonNode message = Json.read(text, JsonNode.class);
    String id = message.path("id").asText();
    switch (message.path("type").asText()) {
      case "ping" -> deliver("{\"id\":\"" + id + "\",\"type\":\"pong\",\"timestamp\":1}");
      case "subscribe" -> subscribe(id, message.path("topic").asText());
      case "unsubscribe" -> {
        topics.removeAll(split(message.path("topic").asText()));
        ack(id);
      }
      default -> exchange.breach("unknown message: " + text);
    }
  }

  private void subscribe(String id, String topic) {
    Set<String> asked = split(topic);
    Set<String> after = new TreeSet<>(topics);
    after.addAll(asked);
    if (asked.size() > SYMBOLS_PER_REQUEST) {
      exchange.breach("symbols in one request: " + asked.size());
    }
    int limit = exchange.topicLimit();
    if (after.size() > limit) {
      exchange.refusedForTopics();
      deliver(
          "{\"id\":\""
              + id
              + "\",\"type\":\"error\",\"code\":509,\"data\":\"exceed max subscription count"
              + " limitation of "
              + limit
              + " per session\"}");
      return;
    }
    topics.addAll(asked);
    ack(id);
  }

  private void ack(String id) {
    if (random.nextInt(50) != 0) { // one in fifty is lost
      deliver("{\"id\":\"" + id + "\",\"type\":\"ack\"}");
    }
  }

  private static Set<String> split(String topic) {
    int colon = topic.indexOf(':');
    Set<String> all = new TreeSet<>();
    for (String symbol : topic.substring(colon + 1).split(",", -1)) {
      all.add(topic.substring(0, colon + 1) + symbol);
    }
    return all;
  }

  @Override
  public void close() {
    over = true;
    open = false;
    exchange.ended(this);
  }
}
