package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What a server and its clients did from its making to {@link #tell}. */
@SuppressWarnings("SystemOut") // What a command prints is its result.
final class DeliveryMeasurement {
  private final Child server;
  private final Deliveries deliveries;
  private final EventPublisher publisher;
  private final int uncounted;
  private final long startNs = System.nanoTime();
  private final double serverBefore;
  private final double ownBefore = Child.cpuSeconds(ProcessHandle.current());
  private final long eventsBefore;
  private final long readsBefore;
  private final long bytesBefore;
  private final long publishedBefore;

  /**
   * @param uncounted connections of which each is taken to get every event, because what they get
   *     is not looked into; 0 where it is
   */
  DeliveryMeasurement(
      Child server, Deliveries deliveries, EventPublisher publisher, int uncounted) {
    this.uncounted = uncounted;
    this.server = server;
    this.deliveries = deliveries;
    this.publisher = publisher;
    deliveries.takeLatenciesUs();
    this.serverBefore = server.cpuSeconds();
    this.eventsBefore = deliveries.events.get();
    this.readsBefore = deliveries.reads.get();
    this.bytesBefore = deliveries.bytes.get();
    this.publishedBefore = publisher.published();
  }

  void tell() throws IOException {
    double seconds = (System.nanoTime() - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
    double serverSeconds = server.cpuSeconds() - serverBefore;
    double ownSeconds = Child.cpuSeconds(ProcessHandle.current()) - ownBefore;
    Histogram us = deliveries.takeLatenciesUs();
    long published = publisher.published() - publishedBefore;
    double delivered =
        uncounted > 0
            ? (double) published * uncounted
            : Math.max(1, deliveries.events.get() - eventsBefore);
    print(
        "%.0f deliveries/s (%.0f published/s, %.0f B and %.3f reads each), server %.2f cores"
            + " = %.2f CPU-s per million, RSS %d MiB, client %.2f cores%n",
        delivered / seconds,
        published / seconds,
        (deliveries.bytes.get() - bytesBefore) / delivered,
        (deliveries.reads.get() - readsBefore) / delivered,
        serverSeconds / seconds,
        serverSeconds / delivered * 1e6,
        server.residentMiB(),
        ownSeconds / seconds);
    print(
        "published to client: n=%d p50=%.1f ms p90=%.1f ms p99=%.1f ms p99.9=%.1f ms max=%.1f ms;"
            + " gaps=%d repeats=%d closed=%d%n",
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getMaxValue() / 1e3,
        deliveries.gaps.get(),
        deliveries.repeats.get(),
        deliveries.lost.get());
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
