package io.tickwire.feed.rest;

import io.micrometer.core.instrument.MeterRegistry;

/** {@code feed_rest_calls_total} by call and outcome; the calls are a handful of paths. */
final class RestCounters {
  private final MeterRegistry registry;

  RestCounters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param outcome {@code ok}, {@code refused}, {@code failed}, {@code timeout}, {@code limited} or
   *     {@code dropped}
   */
  void count(String call, String outcome) {
    registry.counter("feed.rest.calls", "call", call, "outcome", outcome).increment();
  }
}
