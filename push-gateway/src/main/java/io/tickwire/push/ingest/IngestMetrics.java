package io.tickwire.push.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ErrorCode;

/** Counts what came through each door: labels are doors and error codes, never names. */
final class IngestMetrics {
  private final MeterRegistry registry;

  /** Every door is there from the start, so that a rate can be taken of its first event. */
  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Door door : Door.values()) {
      accepted(door, 0);
    }
  }

  void accepted(Door door, int events) {
    registry.counter("push.events.accepted", "door", door.label()).increment(events);
  }

  void refused(Door door, ErrorCode reason) {
    registry
        .counter("push.events.refused", "door", door.label(), "reason", reason.wireName())
        .increment();
  }

  void parked() {
    registry.counter("push.events.parked").increment();
  }

  void pollFailed() {
    registry.counter("push.events.poll.failures").increment();
  }
}
