package io.tickwire.benchmarks.engine;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/** What a feed is to an engine: frames of trades on the bus. For one thread. */
final class TickPublisher {
  private static final long FEED_ID = 1;

  private final Vertx vertx;
  private final Partitions partitions = new Partitions(Partitions.DEFAULT_COUNT);
  private final TickFrameBuilder[] builders = new TickFrameBuilder[Partitions.DEFAULT_COUNT];
  private final Map<String, Integer> partitionOf = new HashMap<>();
  private long sequence;

  TickPublisher(Vertx vertx) {
    this.vertx = vertx;
    for (int partition = 0; partition < builders.length; partition++) {
      builders[partition] = new TickFrameBuilder(partition, FEED_ID);
    }
  }

  /** Into the next frame of its partition. */
  void trade(String symbol, long priceTicks, long timeNs) {
    int partition = partitionOf.computeIfAbsent(symbol, partitions::of);
    builders[partition].add(
        Tick.trade(symbol, ++sequence, timeNs, timeNs, EngineRig.PRICE_SCALE, priceTicks, 0, 1));
  }

  /** Publishes what was added. */
  void flush() {
    for (int partition = 0; partition < builders.length; partition++) {
      if (!builders[partition].isEmpty()) {
        vertx
            .eventBus()
            .publish(
                Addresses.ticks(partition),
                builders[partition].build(EpochClock.nowNs()),
                Wire.TICKS);
      }
    }
  }
}
