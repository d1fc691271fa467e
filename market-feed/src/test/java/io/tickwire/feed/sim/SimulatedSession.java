package io.tickwire.feed.sim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One connection of a client to the {@link SimulatedExchange}. */
public final class SimulatedSession implements SimulatedTransport.Guest {
  private static final long IDLE_CUT_MS = 60_000;

  private final SimulatedExchange exchange;
  private final SimulatedTransport.Line line;
  private final Set<String> topics = new TreeSet<>();
  private final Deque<Long> receivedMs = new ArrayDeque<>();
  private final List<String> received = new ArrayList<>();
  private final long sinceMs;

  SimulatedSession(SimulatedExchange exchange, SimulatedTransport.Line line) {
    this.exchange = exchange;
    this.line = line;
    this.sinceMs = exchange.timers.nowMs();
  }

  @Override
  public void onOpen() {
    String refusal = exchange.refusal;
    if (refusal != null) {
      line.reply(refusal);
      line.hangUp();
    } else if (exchange.welcomes) {
      line.reply("{\"id\":\"any\",\"type\":\"welcome\"}");
      exchange.timers.after(IDLE_CUT_MS, this::cutWhenIdle);
    }
  }

  private void cutWhenIdle() {
    long lastMs = receivedMs.isEmpty() ? sinceMs : receivedMs.getLast();
    long leftMs = lastMs + IDLE_CUT_MS - exchange.timers.nowMs();
    if (leftMs <= 0) {
      line.hangUp();
    } else if (exchange.sessions().contains(this)) {
      exchange.timers.after(leftMs, this::cutWhenIdle);
    }
  }

  @Override
  public void onText(String text) {
    count();
    received.add(text);
    JsonNode message = Json.read(text, JsonNode.class);
    String id = message.path("id").asText();
    switch (message.path("type").asText()) {
      case "ping" -> {
        if (exchange.pongs) {
          line.reply("{\"id\":\"" + id + "\",\"type\":\"pong\",\"timestamp\":1}");
        }
      }
      case "subscribe" -> subscribe(id, split(message.path("topic").asText()));
      case "unsubscribe" -> {
        split(message.path("topic").asText()).forEach(topics::remove);
        ack(id);
      }
      default -> exchange.complain("unknown type: " + text);
    }
  }

  private void count() {
    long nowMs = exchange.timers.nowMs();
    receivedMs.add(nowMs);
    while (nowMs - receivedMs.getFirst() >= 10_000) {
      receivedMs.removeFirst();
    }
    if (receivedMs.size() > SimulatedExchange.MESSAGES_PER_10_S) {
      exchange.complain("messages within 10 s: " + receivedMs.size());
    }
  }

  private static List<String> split(String text) {
    int colon = text.indexOf(':');
    List<String> topics = new ArrayList<>();
    for (String symbol : text.substring(colon + 1).split(",", -1)) {
      topics.add(text.substring(0, colon + 1) + symbol);
    }
    return topics;
  }

  private void subscribe(String id, List<String> asked) {
    Set<String> all = new TreeSet<>(topics);
    all.addAll(asked);
    String refusal = exchange.nextRefusal;
    exchange.nextRefusal = null;
    if (refusal != null) {
      line.reply(refusal.replace("$id", id));
    } else if (asked.size() > exchange.symbolsPerRequest) {
      fail(
          id,
          509,
          "exceed max subscription count limitation of "
              + exchange.symbolsPerRequest
              + " per time");
    } else if (all.size() > exchange.topicsPerSession) {
      fail(
          id,
          509,
          "exceed max subscription count limitation of "
              + exchange.topicsPerSession
              + " per session");
    } else if (asked.stream().anyMatch(this::isUnknown)) {
      fail(id, 404, "topic does not exist");
    } else {
      topics.addAll(asked);
      ack(id);
    }
  }

  private boolean isUnknown(String topic) {
    return exchange.unknownSymbols.contains(topic.substring(topic.indexOf(':') + 1));
  }

  private void ack(String id) {
    if (exchange.acks) {
      line.reply("{\"id\":\"" + id + "\",\"type\":\"ack\"}");
    }
  }

  public void fail(String id, int code, String text) {
    line.reply(
        "{\"id\":\""
            + id
            + "\",\"type\":\"error\",\"code\":"
            + code
            + ",\"data\":\""
            + text
            + "\"}");
  }

  void push(String topic, String frame) {
    if (topics.contains(topic) && !exchange.silentTopics.contains(topic)) {
      line.reply(frame);
    }
  }

  public Set<String> topics() {
    return topics;
  }

  public List<String> received() {
    return received;
  }

  /** The exchange ends it in good order. */
  public void hangUp() {
    line.hangUp();
  }

  /** The network ends it. */
  public void cut() {
    line.cut();
  }

  /** Half open: nothing arrives any more and nobody knows. */
  public void freeze() {
    line.freeze();
  }

  @Override
  public void onGone() {
    exchange.forget(this);
  }
}
