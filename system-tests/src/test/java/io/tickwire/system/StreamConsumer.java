package io.tickwire.system;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.ClusterConfig;
import io.tickwire.common.cluster.ClusterNode;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.TestContext;
import io.tickwire.testsupport.TickTally;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A member that listens to all partitions the way a rule engine does, and keeps the books: which
 * frames came, of which it was told that they are lost, and whether anything is missing that nobody
 * told of.
 */
final class StreamConsumer implements TickStream.Listener, AutoCloseable {
  private static final long DEMAND_TTL_MS = 60_000;
  private static final long DEMAND_EVERY_MS = 2_000;

  private final ClusterNode node;
  private final Context loop;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<String, Long> positions = new HashMap<>();
  private final TickTally tally = new TickTally();
  private long frames;
  private long lostFrames;
  private long silentFrames;

  private StreamConsumer(ClusterNode node) {
    this.node = node;
    this.loop = node.vertx().getOrCreateContext();
  }

  /** Joins the cluster under the name of that member and begins to listen. */
  static StreamConsumer join(ClusterConfig config, Set<String> symbols) {
    ClusterNode node = TestContext.await(ClusterNode.join(config, Set.of()));
    Wire.register(node.vertx().eventBus());
    StreamConsumer consumer = new StreamConsumer(node);
    Promise<Void> listening = Promise.promise();
    consumer.loop.runOnContext(
        ignored -> consumer.listen(config.nodeName(), symbols).onComplete(listening));
    TestContext.await(listening.future());
    return consumer;
  }

  private Future<Void> listen(String name, Set<String> symbols) {
    TickStream stream = new TickStream(node.vertx(), name, this, registry);
    List<Future<Void>> listening = new ArrayList<>();
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      listening.add(stream.listen(partition));
    }
    Demand demand = new Demand(name, symbols, DEMAND_TTL_MS, symbols);
    node.vertx()
        .setPeriodic(
            1,
            DEMAND_EVERY_MS,
            ignored -> node.vertx().eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND));
    // A registration that takes long is not waited for, but comes.
    return Future.join(listening).<Void>mapEmpty().otherwiseEmpty();
  }

  @Override
  public void onFrame(TickFrame frame) {
    step(frame.feedId(), frame.partition(), frame.sequence(), frame.sequence());
    frames++;
    tally.take(frame);
  }

  @Override
  public void onLost(long feedId, int partition, long from, long to) {
    step(feedId, partition, from, to);
    lostFrames += to - from + 1;
  }

  private void step(long feedId, int partition, long from, long to) {
    Long before = positions.put(Long.toHexString(feedId) + "/" + partition, to);
    if (before != null) {
      silentFrames += Math.abs(from - before - 1);
    }
  }

  StreamReport report() {
    Promise<StreamReport> report = Promise.promise();
    loop.runOnContext(ignored -> report.complete(reportNow()));
    return TestContext.await(report.future());
  }

  private StreamReport reportNow() {
    return new StreamReport(
        frames,
        lostFrames,
        silentFrames,
        (long) registry.get("ticks_frames_replayed_total").counter().count(),
        tally.trades(),
        tally.missing().stream().mapToLong(TickTally.Hole::trades).sum(),
        Map.copyOf(positions));
  }

  @Override
  public void close() {
    TestContext.await(node.vertx().close());
  }
}
