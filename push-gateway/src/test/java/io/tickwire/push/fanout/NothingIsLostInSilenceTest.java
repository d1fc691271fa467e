package io.tickwire.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.wire.Json;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.EventFields;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two connections of one user, readers that stop and go on, more events than are allowed: whatever
 * was offered was delivered, or counted in {@code lagged}, or was a quote that a newer one
 * replaced.
 */
final class NothingIsLostInSilenceTest {
  private static final int PER_SECOND = 50;
  private static final List<String> CHANNELS = List.of("alerts", "signals:a", "token.a.update");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** Reads what it is sent, or refuses to. */
  private static final class Reader implements Sink {
    final Map<String, List<Integer>> delivered = new HashMap<>();
    final Map<String, Integer> lagged = new HashMap<>();
    final List<Long> arrivedMs = new ArrayList<>();
    boolean full;
    boolean overflowed;
    long nowMs;

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void write(String text) {
      JsonNode message = Json.read(text, JsonNode.class);
      if (message.path("type").asText().equals("lagged")) {
        lagged.merge(
            message.path("channel").asText(), message.path("missed").asInt(), Integer::sum);
        return;
      }
      for (JsonNode event : message.has("events") ? message.path("events") : List.of(message)) {
        String channel = event.path("channel").asText();
        delivered
            .computeIfAbsent(channel, ignored -> new ArrayList<>())
            .add(event.path("n").asInt());
        if (!channel.startsWith("user:")) {
          arrivedMs.add(nowMs);
        }
      }
    }

    @Override
    public void overflow() {
      overflowed = true;
    }

    int total(boolean quotes) {
      int total = 0;
      for (Map.Entry<String, List<Integer>> channel : delivered.entrySet()) {
        if (channel.getKey().startsWith("market:") == quotes) {
          total += channel.getValue().size();
        }
      }
      for (Map.Entry<String, Integer> channel : lagged.entrySet()) {
        if (channel.getKey().startsWith("market:") == quotes) {
          total += channel.getValue();
        }
      }
      return total;
    }
  }

  private final PushMetrics metrics = new PushMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
  private long nowMs = 1_000_000;

  private static String json(String channel, int n) {
    return "{\"type\":\"x\",\"channel\":\"" + channel + "\",\"n\":" + n + "}";
  }

  private static Publication event(String channel, int n) {
    return Publication.event(EventFields.of(channel), new Offset(n, 0), 0, 1, json(channel, n));
  }

  private static Publication quote(String channel, int n) {
    return Publication.quote(EventFields.of(channel), 0, 1, () -> json(channel, n));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEventIsAccountedFor(long seed) {
    Random random = new Random(seed);
    EventBudget budget = new EventBudget(PER_SECOND, () -> nowMs);
    FanoutConfig config = new FanoutConfig(100, 60_000, PER_SECOND, 10, 10_000);
    List<Reader> readers = List.of(new Reader(), new Reader());
    List<Outbox> outboxes = new ArrayList<>();
    for (Reader reader : readers) {
      Outbox outbox = new Outbox(reader, config, metrics, 0);
      outbox.limit(budget);
      outboxes.add(outbox);
    }
    int offeredEvents = 0;
    int offeredQuotes = 0;
    Map<String, Integer> lastQuote = new HashMap<>();
    int rate = 1 + random.nextInt(6);
    for (int step = 0; step < 3_000; step++) {
      nowMs += random.nextInt(20);
      readers.forEach(reader -> reader.nowMs = nowMs);
      int which = random.nextInt(2);
      Outbox outbox = outboxes.get(which);
      for (int i = random.nextInt(rate); i > 0; i--) {
        int interval = new int[] {0, 100, 300}[random.nextInt(3)];
        if (random.nextInt(10) == 0) {
          outbox.soon(event("user:alice", step), 0, nowMs);
          offeredEvents++;
        } else if (random.nextBoolean()) {
          outbox.soon(event(CHANNELS.get(random.nextInt(3)), step), interval, nowMs);
          offeredEvents++;
        } else {
          String channel = "market:" + random.nextInt(40);
          outbox.soon(quote(channel, step), channel.hashCode() % 2 == 0 ? 0 : 100, nowMs);
          lastQuote.put(which + channel, step);
          offeredQuotes++;
        }
      }
      if (random.nextInt(40) == 0) {
        readers.get(which).full = !readers.get(which).full;
        if (!readers.get(which).full) {
          outbox.drained();
        }
      }
      outbox.flush(nowMs);
    }
    letThemCatchUp(readers, outboxes);

    assertThat(readers).noneMatch(reader -> reader.overflowed);
    int events = readers.stream().mapToInt(reader -> reader.total(false)).sum();
    assertThat(events).isEqualTo(offeredEvents);
    int quotes = readers.stream().mapToInt(reader -> reader.total(true)).sum();
    assertThat(quotes + metrics.traffic().quotesConflated()).isEqualTo(offeredQuotes);
    for (int which = 0; which < readers.size(); which++) {
      Reader reader = readers.get(which);
      for (Map.Entry<String, List<Integer>> channel : reader.delivered.entrySet()) {
        assertThat(channel.getValue()).as(channel.getKey()).isSorted();
        Integer newest = lastQuote.get(which + channel.getKey());
        if (newest != null && !reader.lagged.containsKey(channel.getKey())) {
          assertThat(channel.getValue()).endsWith(newest);
        }
      }
    }
  }

  private void letThemCatchUp(List<Reader> readers, List<Outbox> outboxes) {
    for (int i = 0; i < 10_000 && outboxes.stream().anyMatch(Outbox::isWaiting); i++) {
      nowMs += 100;
      for (int which = 0; which < readers.size(); which++) {
        readers.get(which).full = false;
        outboxes.get(which).drained();
        outboxes.get(which).flush(nowMs);
      }
    }
    assertThat(outboxes).noneMatch(Outbox::isWaiting);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noMoreLeaveInASecond_thanTheUserMayHave(long seed) {
    Random random = new Random(seed);
    EventBudget budget = new EventBudget(PER_SECOND, () -> nowMs);
    FanoutConfig config = new FanoutConfig(100, 1 << 20, PER_SECOND, 10, 10_000);
    Reader reader = new Reader();
    Outbox outbox = new Outbox(reader, config, metrics, 0);
    outbox.limit(budget);
    for (int step = 0; step < 2_000; step++) {
      nowMs += random.nextInt(10);
      reader.nowMs = nowMs;
      outbox.soon(event(CHANNELS.get(random.nextInt(3)), step), 100 * random.nextInt(2), nowMs);
      outbox.soon(quote("market:" + random.nextInt(40), step), 100 * random.nextInt(2), nowMs);
      outbox.flush(nowMs);
    }
    // What was saved up in one second may come with what that second brings.
    List<Long> arrived = reader.arrivedMs;
    for (int from = 0, to = 0; to < arrived.size(); to++) {
      while (arrived.get(to) - arrived.get(from) >= 1_000) {
        from++;
      }
      assertThat(to - from + 1).isLessThanOrEqualTo(2 * PER_SECOND + 1);
    }
    assertThat(arrived).hasSizeGreaterThan(PER_SECOND * 5);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aUsersOwnEventsLeaveAtOnce_howeverMuchElseWaits(long seed) {
    Random random = new Random(seed);
    Reader reader = new Reader();
    Outbox outbox =
        new Outbox(reader, new FanoutConfig(100, 1 << 20, PER_SECOND, 10, 10_000), metrics, 0);
    outbox.limit(new EventBudget(PER_SECOND, () -> nowMs));
    for (int step = 0; step < 500; step++) {
      for (int i = random.nextInt(10); i > 0; i--) {
        outbox.soon(event("alerts", step), 0, nowMs);
      }
      outbox.soon(event("user:alice", step), 0, nowMs);
      assertThat(reader.delivered.get("user:alice")).hasSize(step + 1).endsWith(step);
    }
  }
}
