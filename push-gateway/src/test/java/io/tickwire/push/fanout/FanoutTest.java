package io.tickwire.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FanoutTest {
  private final PushMetrics metrics = new PushMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
  private final Fanout fanout = new Fanout(metrics);

  /** What each write brought. */
  private static final class Reader implements Sink {
    private final List<List<String>> written = new ArrayList<>();
    private boolean full;

    @Override
    public boolean isFull() {
      return full;
    }

    @Override
    public void write(String text) {
      written.add(List.of(text));
    }

    @Override
    public void write(List<Publication> events) {
      written.add(events.stream().map(Publication::text).toList());
    }

    @Override
    public void overflow() {
      throw new AssertionError("too much");
    }
  }

  private void subscribe(Reader reader, String channel, int intervalMs) {
    Outbox outbox = new Outbox(reader, new FanoutConfig(100, 1 << 20, 0, 10, 10_000), metrics, 0);
    fanout.join(
        outbox, new Subscription(new Channel.Topic(channel), Filter.EVERYTHING, intervalMs));
  }

  private static Publication event(String channel, int number) {
    return Publication.event(
        EventFields.of(channel), new Offset(number, 0), 0, 1, channel + number);
  }

  private static Publication quote(String channel, int number) {
    return Publication.quote(EventFields.of(channel), 0, 1, () -> channel + number);
  }

  @Test
  void tellsAtTheEndOfTheTurn_whatNobodyHasToWaitWith() {
    Reader now = new Reader();
    Reader later = new Reader();
    subscribe(now, "alerts", 0);
    subscribe(later, "alerts", 100);
    fanout.onEvents(List.of(event("alerts", 1), event("news", 2), event("alerts", 3)), 1_000);
    assertThat(now.written).containsExactly(List.of("alerts1", "alerts3"));
    fanout.onEvents(List.of(event("alerts", 4)), 1_001);
    assertThat(now.written).hasSize(2).endsWith(List.of("alerts4"));
    assertThat(later.written).isEmpty();
    fanout.flush(1_100);
    assertThat(later.written).containsExactly(List.of("alerts1", "alerts3", "alerts4"));
    assertThat(now.written).hasSize(2);
  }

  @Test
  void tellsTheNewestQuoteOfATurn_atItsEnd() {
    Reader reader = new Reader();
    subscribe(reader, "market:A", 0);
    subscribe(reader, "market:B", 0);
    fanout.onQuotes(List.of(quote("market:A", 1), quote("market:A", 2)), 1_000);
    assertThat(reader.written).containsExactly(List.of("market:A2"));
  }

  @Test
  void tellsLater_whoReadsNothingInTheTurn() {
    Reader reader = new Reader();
    subscribe(reader, "alerts", 0);
    reader.full = true;
    fanout.onEvents(List.of(event("alerts", 1)), 1_000);
    fanout.onEvents(List.of(event("alerts", 2)), 1_001);
    assertThat(reader.written).isEmpty();
    reader.full = false;
    fanout.flush(1_010);
    assertThat(reader.written).containsExactly(List.of("alerts1", "alerts2"));
  }
}
