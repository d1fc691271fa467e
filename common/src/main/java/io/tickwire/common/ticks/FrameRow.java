package io.tickwire.common.ticks;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.ReplayPage;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link FrameOrder} that asks the feed for what is missing, one request at a time. */
final class FrameRow {
  private static final Logger log = LoggerFactory.getLogger(FrameRow.class);

  /** A run that said nothing for so long has ended or has nothing to say. */
  private static final long OVER_NS = TimeUnit.MINUTES.toNanos(10);

  private final Vertx vertx;
  private final long feedId;
  private final int partition;
  private final Handler handler;
  private final StreamMetrics metrics;
  private final FrameOrder order = new FrameOrder();
  private boolean asking;
  private long heardNs = System.nanoTime();

  /** Gets what the row gives. */
  interface Handler {
    /** Whether an answer that comes late still matters. */
    boolean isWanted(FrameRow row);

    void onFrame(TickFrame frame);

    void onLost(int partition, FrameOrder.Hole hole);

    void onHandled(int partition, long sequence);
  }

  FrameRow(Vertx vertx, long feedId, int partition, Handler handler, StreamMetrics metrics) {
    this.vertx = vertx;
    this.feedId = feedId;
    this.partition = partition;
    this.handler = handler;
    this.metrics = metrics;
  }

  int partition() {
    return partition;
  }

  boolean isOver() {
    return !asking && System.nanoTime() - heardNs > OVER_NS;
  }

  /** {@link FrameOrder#beginAfter}. */
  boolean beginAfter(long sequence) {
    return order.beginAfter(sequence);
  }

  void onFrame(TickFrame frame) {
    heardNs = System.nanoTime();
    take(frame);
    askIfNeeded();
  }

  private void take(TickFrame frame) {
    FrameOrder.Step step = order.offer(frame);
    if (step.duplicate()) {
      metrics.duplicate();
      // Its credit may have been lost: the feed sends again what it thinks is not handled.
      handler.onHandled(partition, order.handled());
    } else {
      deliver(step.deliver());
    }
  }

  private void deliver(List<TickFrame> frames) {
    if (!frames.isEmpty()) {
      frames.forEach(handler::onFrame);
      handler.onHandled(partition, order.handled());
    }
  }

  private void askIfNeeded() {
    FrameOrder.Hole hole = order.hole();
    if (hole != null && !asking) {
      asking = true;
      ask(hole, true);
    }
  }

  private void ask(FrameOrder.Hole hole, boolean again) {
    vertx
        .eventBus()
        .<Buffer>request(
            Addresses.replay(feedId),
            new ReplayRequest(partition, hole.from(), hole.to()),
            Wire.REPLAY)
        .map(reply -> ReplayPage.read(reply.body()))
        .onComplete(
            answer -> {
              if (!handler.isWanted(this)) {
                return;
              }
              if (answer.succeeded()) {
                asking = false;
                onPage(hole, answer.result());
              } else if (again) {
                ask(hole, false);
              } else {
                asking = false;
                log.debug("no replay partition={} cause={}", partition, answer.cause().toString());
                lose(hole);
              }
              askIfNeeded();
            });
  }

  private void onPage(FrameOrder.Hole hole, List<TickFrame> frames) {
    long handledBefore = order.handled();
    for (TickFrame frame : frames) {
      if (frame.feedId() != feedId || frame.partition() != partition) {
        continue;
      }
      // A feed gives the first it still knows: those before it are gone.
      FrameOrder.Hole open = order.hole();
      if (open != null && frame.sequence() > open.from()) {
        lose(new FrameOrder.Hole(open.from(), Math.min(open.to(), frame.sequence() - 1)));
      }
      metrics.replayed();
      take(frame);
    }
    if (order.handled() == handledBefore) {
      lose(hole);
    }
  }

  /** Gives up what is still missing of the hole. */
  private void lose(FrameOrder.Hole hole) {
    FrameOrder.Hole open = order.hole();
    if (open == null || open.from() > hole.to()) {
      return; // it came meanwhile
    }
    FrameOrder.Hole lost = new FrameOrder.Hole(open.from(), Math.min(open.to(), hole.to()));
    metrics.lost(lost.size());
    handler.onLost(partition, lost);
    deliver(order.skipTo(lost.to()));
    handler.onHandled(partition, order.handled());
  }
}
