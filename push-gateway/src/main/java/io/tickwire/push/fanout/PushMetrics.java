package io.tickwire.push.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway counts about its traffic. Thread-safe. */
public final class PushMetrics {
  private final Clock clock;
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter sent;
  private final Counter droppedQuotes;
  private final Counter tooSlow;
  private final DistributionSummary batchEvents;
  private final Timer messageLatency;
  private final Timer tickToPush;

  public PushMetrics(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    registry.gauge("ws.connections.current", connections);
    sent = Counter.builder("ws.messages.sent").register(registry);
    droppedQuotes = dropped(registry, "slow_consumer");
    tooSlow = dropped(registry, "closed");
    batchEvents = DistributionSummary.builder("ws.batch.events").register(registry);
    messageLatency = timer(registry, "ws.message.latency");
    tickToPush = timer(registry, "tick.to.push");
  }

  private static Counter dropped(MeterRegistry registry, String reason) {
    return Counter.builder("ws.messages.dropped").tag("reason", reason).register(registry);
  }

  private static Timer timer(MeterRegistry registry, String name) {
    return Timer.builder(name)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  /** Epoch nanoseconds. */
  public long nowNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Connections of all event loops; change it with every one that comes or goes. */
  public AtomicInteger connections() {
    return connections;
  }

  /** A message that holds no event: a reply, a heartbeat. */
  void sentControl() {
    sent.increment();
  }

  void sentBatch(int events) {
    sent.increment();
    batchEvents.record(events);
  }

  /** An event was written to a socket. */
  void pushed(Publication event, long nowNs) {
    messageLatency.record(Math.max(0, nowNs - event.createdNs()), TimeUnit.NANOSECONDS);
    if (event.originNs() > 0) {
      tickToPush.record(Math.max(0, nowNs - event.originNs()), TimeUnit.NANOSECONDS);
    }
  }

  void droppedQuotes(int count) {
    droppedQuotes.increment(count);
  }

  void droppedWithConnection(int count) {
    tooSlow.increment(count);
  }

  long sentTotal() {
    return (long) sent.count();
  }

  /** The part of {@code /stats} that is about traffic. */
  public Traffic traffic() {
    return new Traffic(
        connections.get(), sentTotal(), (long) droppedQuotes.count(), (long) tooSlow.count());
  }

  /** Totals since the start, and the connections of now. */
  public record Traffic(
      int connections, long messagesSent, long quotesDropped, long droppedWithConnection) {}
}
