package io.tickwire.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.TickTally;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Hears every partition as an engine does, counts and times what comes. Lives on a context of its
 * own; the figures are read by the thread that runs the benchmark.
 */
final class FeedConsumer implements TickStream.Listener {
  private static final long NS_PER_S = 1_000_000_000;
  private static final long DEMAND_TTL_MS = 60_000;

  private final Vertx vertx;
  private final TickTally tally = new TickTally();
  private final Histogram toConsumer = new Histogram(60_000_000L, 3);
  private final Histogram toFeed = new Histogram(60_000_000L, 3);
  private long lostFrames;
  private volatile boolean measuring;

  private FeedConsumer(Vertx vertx) {
    this.vertx = vertx;
  }

  static FeedConsumer on(Vertx vertx) {
    FeedConsumer consumer = new FeedConsumer(vertx);
    Promise<Void> listening = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            ignored -> {
              TickStream stream =
                  new TickStream(vertx, "feed-run/consumer", consumer, new SimpleMeterRegistry());
              for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
                stream.listen(partition);
              }
              listening.complete();
            });
    listening
        .future()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
    return consumer;
  }

  /** Now and until the end. */
  void demand(Set<String> symbols) {
    Demand demand = new Demand("feed-run", symbols, DEMAND_TTL_MS, symbols);
    vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND);
    vertx.setPeriodic(
        DEMAND_TTL_MS / 6,
        ignored -> vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND));
  }

  @Override
  public synchronized void onFrame(TickFrame frame) {
    tally.take(frame, this::onTrade);
  }

  private void onTrade(long exchangeTimeNs, long receivedNs) {
    if (measuring) {
      toFeed.recordValue(Math.max(0, (receivedNs - exchangeTimeNs) / 1_000));
      toConsumer.recordValue(Math.max(0, (epochNs() - exchangeTimeNs) / 1_000));
    }
  }

  private static long epochNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NS_PER_S + now.getNano();
  }

  @Override
  public synchronized void onLost(long feedId, int partition, long from, long to) {
    lostFrames += to - from + 1;
  }

  void measure(boolean on) {
    measuring = on;
  }

  synchronized long trades() {
    return tally.trades();
  }

  /** Trades that never came, and frames that are known to be lost. */
  synchronized long lost() {
    return lostFrames + tally.missing().stream().mapToLong(TickTally.Hole::trades).sum();
  }

  synchronized String tally() {
    return tally + " lostFrames=" + lostFrames;
  }

  /** Microseconds from the simulator's print to the feed's read. */
  synchronized Histogram toFeed() {
    return toFeed.copy();
  }

  /** Microseconds from the simulator's print to this consumer. */
  synchronized Histogram toConsumer() {
    return toConsumer.copy();
  }
}
