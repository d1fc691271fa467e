package io.tickwire.rules.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tickwire.common.wire.ExecutionKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the engine counts and measures. Thread-safe. */
public final class EngineMetrics {
  private static final Duration SHORTEST = Duration.ofNanos(50_000);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final MeterRegistry registry;
  private final Map<ExecutionKind, Counter> fired = new EnumMap<>(ExecutionKind.class);
  private final Timer tickToDecision;
  private final Timer tickToCommit;
  private final Counter liquidated;
  private final Counter commitLost;
  private final Counter recovered;
  private final Counter expired;
  private final Counter paused;
  private final Counter redrivenIntents;
  private final Counter redrivenBookings;
  private final Counter repaired;
  private final Counter ticksLost;
  private final Counter ticksRejected;
  private final Counter historyMissing;
  private final Counter armedLate;
  private final Counter parked;

  public EngineMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (ExecutionKind kind : ExecutionKind.values()) {
      fired.put(
          kind,
          Counter.builder("rules_fired_total")
              .description("Transitions that this engine won")
              .tag("kind", kind.wireName())
              .register(registry));
    }
    tickToDecision =
        timer("rules_tick_to_decision_seconds", "From reading the tick to deciding that it fires");
    tickToCommit = timer("rules_tick_to_commit_seconds", "From reading the tick to Redis's commit");
    liquidated = counter("rules_liquidated_total", "Positions that their mark price liquidated");
    commitLost = counter("rules_commit_lost_total", "Hits that another change was faster than");
    recovered = counter("rules_recovered_total", "Transitions won on a tick fetched after a gap");
    expired = counter("rules_expired_total", "Triggers whose time this engine saw pass");
    paused = counter("rules_paused_total", "Alerts that this engine saw fire too often");
    redrivenIntents = redriven("intent");
    redrivenBookings = redriven("booking");
    ticksLost = counter("rules_ticks_lost_total", "Rows of frames that no feed could give again");
    ticksRejected =
        counter("rules_ticks_rejected_total", "Ticks and candles whose prices are impossible");
    historyMissing =
        counter("rules_history_missing_total", "Histories that no feed could tell in full");
    armedLate =
        counter("rules_armed_late_total", "Asked what came before, as rules came late to a symbol");
    parked = counter("rules_commits_parked_total", "Hits that Redis refused for good");
    repaired = counter("rules_repaired_total", "Records in memory that differed from Redis");
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter redriven(String what) {
    return Counter.builder("rules_redriven_total")
        .description("What the sweeper found hanging and drove on")
        .tag("what", what)
        .register(registry);
  }

  /** A gauge that is read at each scrape, from any thread. */
  public void gauge(String name, String description, Supplier<Number> value) {
    io.micrometer.core.instrument.Gauge.builder(name, value)
        .description(description)
        .register(registry);
  }

  public void decided(long sinceTickNs) {
    tickToDecision.record(Math.max(0, sinceTickNs), TimeUnit.NANOSECONDS);
  }

  /**
   * @param sinceTickUs 0 or less when no tick did it
   */
  public void won(ExecutionKind kind, long sinceTickUs, boolean fromRecovered) {
    Counter counter = fired.get(kind);
    if (counter != null) {
      counter.increment();
    }
    if (kind == ExecutionKind.LIQUIDATION) {
      liquidated.increment();
    }
    if (sinceTickUs > 0) {
      tickToCommit.record(sinceTickUs, TimeUnit.MICROSECONDS);
    }
    if (fromRecovered) {
      recovered.increment();
    }
  }

  public void lost() {
    commitLost.increment();
  }

  public void expired() {
    expired.increment();
  }

  public void paused() {
    paused.increment();
  }

  public void redroveIntent() {
    redrivenIntents.increment();
  }

  public void redroveBooking() {
    redrivenBookings.increment();
  }

  public void repaired() {
    repaired.increment();
  }

  /** Redis refuses a hit for good: a person must repair what is stored. */
  public void parked() {
    parked.increment();
  }

  public void ticksLost() {
    ticksLost.increment();
  }

  public void tickRejected() {
    ticksRejected.increment();
  }

  public void historyMissing() {
    historyMissing.increment();
  }

  /** A history was asked for as rules came later than the ticks that concern them. */
  public void armedLate() {
    armedLate.increment();
  }

  /** For rooms of {@code common} that count for themselves. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Transitions that this engine won so far. */
  public double firedTotal() {
    return fired.values().stream().mapToDouble(Counter::count).sum();
  }

  public double lostTotal() {
    return commitLost.count();
  }
}
