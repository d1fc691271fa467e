package io.tickwire.system;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.ClusterNode;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.TestContext;
import io.tickwire.testsupport.TickTally;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Another service in the cluster: a member that demands symbols and hears all ticks, as anyone with
 * the jar of common may.
 */
final class BusConsumer implements AutoCloseable {
  private static final long DEMAND_TTL_MS = 30_000;

  private final ClusterNode node;
  private final Set<String> symbols;
  private final Predicate<Tick> keep;
  private final List<Tick> kept = new CopyOnWriteArrayList<>();
  private final TickTally tally = new TickTally();
  private final Set<String> trading = new HashSet<>();

  /**
   * @param keep which ticks to remember
   */
  private BusConsumer(ClusterNode node, Collection<String> symbols, Predicate<Tick> keep) {
    this.node = node;
    this.symbols = Set.copyOf(symbols);
    this.keep = keep;
  }

  static BusConsumer join(SmallCluster cluster, Collection<String> symbols, Predicate<Tick> keep) {
    ClusterNode node =
        TestContext.await(ClusterNode.join(cluster.joining("bus-consumer"), Set.of()));
    Wire.register(node.vertx().eventBus());
    BusConsumer consumer = new BusConsumer(node, symbols, keep);
    node.vertx().runOnContext(ignored -> consumer.listen());
    return consumer;
  }

  private void listen() {
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      node.vertx()
          .eventBus()
          .<TickFrame>consumer(Addresses.ticks(partition), message -> take(message.body()));
    }
    demand();
    node.vertx().setPeriodic(DEMAND_TTL_MS / 6, ignored -> demand());
  }

  private void demand() {
    node.vertx()
        .eventBus()
        .publish(
            Addresses.DEMAND,
            new Demand("bus-consumer", symbols, DEMAND_TTL_MS, symbols),
            Wire.DEMAND);
  }

  private synchronized void take(TickFrame frame) {
    tally.take(frame);
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      if (cursor.kind() == TickKind.TRADE && !cursor.recovered()) {
        trading.add(cursor.symbol());
      }
      Tick tick = cursor.tick();
      if (keep.test(tick)) {
        kept.add(tick);
      }
    }
  }

  List<Tick> kept() {
    return kept;
  }

  /** The symbols of which live trades came since the last call. */
  synchronized Set<String> takeTrading() {
    Set<String> taken = Set.copyOf(trading);
    trading.clear();
    return taken;
  }

  synchronized long trades() {
    return tally.trades();
  }

  synchronized List<TickTally.Hole> missing() {
    return tally.missing();
  }

  synchronized String summary() {
    return tally.toString();
  }

  @Override
  public void close() {
    TestContext.await(node.vertx().close());
  }
}
