package io.tickwire.push.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ErrorCode;

/** Counts what came through each door, and into the log: no label is a name that somebody sent. */
final class IngestMetrics {
  private final MeterRegistry registry;

  /** Each is there from the start, so that a rate can be taken of its first event. */
  IngestMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (Door door : Door.values()) {
      accepted(door, 0);
    }
    for (Fault fault : Fault.values()) {
      skipped(fault, 0);
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

  /** An entry of the event log is told to nobody. */
  void skipped(Fault fault) {
    skipped(fault, 1);
  }

  private void skipped(Fault fault, int entries) {
    registry.counter("push.events.skipped", "reason", fault.label()).increment(entries);
  }

  void pollFailed() {
    registry.counter("push.events.poll.failures").increment();
  }
}
