package io.tickwire.common.ticks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What happened to the frames of one consumer. */
final class StreamMetrics {
  private final Counter replayed;
  private final Counter lost;
  private final Counter duplicates;
  private final Counter failed;

  StreamMetrics(MeterRegistry registry, String consumer) {
    replayed = counter(registry, consumer, "replayed", "Frames that a feed was asked for again");
    lost = counter(registry, consumer, "lost", "Frames that no feed could give any more");
    duplicates = counter(registry, consumer, "duplicate", "Frames that came twice");
    failed = counter(registry, consumer, "failed", "Frames whose handling failed");
  }

  /** A process may have several consumers: the last part of the name tells them apart. */
  private static Counter counter(
      MeterRegistry registry, String consumer, String what, String description) {
    return Counter.builder("ticks_frames_" + what + "_total")
        .description(description)
        .tag("consumer", consumer.substring(consumer.lastIndexOf('/') + 1))
        .register(registry);
  }

  void replayed() {
    replayed.increment();
  }

  void lost(long frames) {
    lost.increment((double) frames);
  }

  void duplicate() {
    duplicates.increment();
  }

  void failed() {
    failed.increment();
  }
}
