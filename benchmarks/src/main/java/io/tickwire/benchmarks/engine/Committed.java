package io.tickwire.benchmarks.engine;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.CommittedTransition;
import io.tickwire.common.wire.Execution;
import io.vertx.core.Vertx;
import java.util.Locale;
import java.util.function.Predicate;
import org.HdrHistogram.Histogram;

/**
 * Times what an engine commits, by the microseconds in its executions: when the tick came, when the
 * engine had decided, when Redis ran the script; and by when it is told on the bus, which is after
 * Redis has answered and so, with {@code appendfsync always}, after the disk has. Any thread.
 */
final class Committed {
  private static final long MOST_US = 600_000_000;

  private final Histogram toDecision = new Histogram(MOST_US, 3);
  private final Histogram toScript = new Histogram(MOST_US, 3);
  private final Histogram toCommit = new Histogram(MOST_US, 3);
  private final Predicate<Execution> concerned;
  private long lastUs;

  /**
   * @param concerned which executions count
   */
  Committed(Vertx vertx, Predicate<Execution> concerned) {
    this.concerned = concerned;
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      vertx
          .eventBus()
          .<CommittedTransition>consumer(
              Addresses.executions(partition), message -> take(message.body().execution()));
    }
  }

  private synchronized void take(Execution execution) {
    if (concerned.test(execution)) {
      toDecision.recordValue(Math.max(0, execution.decidedUs() - execution.receivedUs()));
      toScript.recordValue(Math.max(0, execution.committedUs() - execution.receivedUs()));
      lastUs = EpochClock.nowNs() / 1_000;
      toCommit.recordValue(Math.max(0, lastUs - execution.receivedUs()));
    }
  }

  synchronized long count() {
    return toCommit.getTotalCount();
  }

  /** Epoch microseconds at which the last commit was told. */
  synchronized long lastUs() {
    return lastUs;
  }

  synchronized void print(String what) {
    System.out.println(line(what + ", tick to decision", toDecision));
    System.out.println(line(what + ", tick to Redis's script", toScript));
    System.out.println(line(what + ", tick to commit", toCommit));
  }

  private static String line(String what, Histogram us) {
    return String.format(
        Locale.ROOT,
        "%s: n=%d p50=%.3f ms p90=%.3f ms p99=%.3f ms p99.9=%.3f ms max=%.3f ms",
        what,
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getValueAtPercentile(99.9) / 1e3,
        us.getMaxValue() / 1e3);
  }
}
