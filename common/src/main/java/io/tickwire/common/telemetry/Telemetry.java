package io.tickwire.common.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics, health and statistics of one process. Thread-safe. */
public record Telemetry(PrometheusMeterRegistry metrics, Health health, Stats stats) {
  public static Telemetry create() {
    PrometheusMeterRegistry metrics =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
    new JvmMemoryMetrics().bindTo(metrics);
    new JvmThreadMetrics().bindTo(metrics);
    new ProcessorMetrics().bindTo(metrics);
    bindGc(metrics);
    return new Telemetry(metrics, new Health(), new Stats());
  }

  /** Lives as long as the process, like the registry. */
  @SuppressWarnings("resource")
  private static void bindGc(PrometheusMeterRegistry metrics) {
    new JvmGcMetrics().bindTo(metrics);
  }
}
