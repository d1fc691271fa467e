package io.tickwire.common.ticks;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickListening;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ticks of the partitions it is told to listen to: every frame of a feed once and in order.
 * Frames that did not come are fetched from the feed; what cannot be had is told. Acknowledges what
 * was handled, so that a feed can spare a consumer that lags behind. Make it on the context it is
 * to live on: every method and every call of the listener runs there.
 */
public final class TickStream {
  private static final Logger log = LoggerFactory.getLogger(TickStream.class);
  private static final long CREDIT_EVERY_MS = 50;
  private static final long ANNOUNCE_EVERY_MS = 5_000;

  /** A registration that takes longer is not waited for; it may still come. */
  private static final long REGISTER_MS = 2_000;

  private final Vertx vertx;
  private final String consumer;
  private final Listener listener;
  private final StreamMetrics metrics;
  private final Map<Integer, MessageConsumer<TickFrame>> listening = new HashMap<>();
  private final Map<Integer, Map<Long, FrameRow>> rows = new HashMap<>();
  private final Map<Long, Map<Integer, Long>> credits = new HashMap<>();
  private final MessageConsumer<TickFrame> direct;
  private final long creditTimer;
  private final long announceTimer;
  private boolean failureLogged;

  /** Who wants the ticks. Must not block. */
  public interface Listener {
    /** The next frame of its feed and partition. */
    void onFrame(TickFrame frame);

    /**
     * Frames will not come: what they held is unknown. Told before the frames that follow.
     *
     * @param from the first lost sequence
     * @param to the last
     */
    void onLost(long feedId, int partition, long from, long to);
  }

  /**
   * @param consumerName unique in the cluster
   */
  public TickStream(Vertx vertx, String consumerName, Listener listener, MeterRegistry registry) {
    this.vertx = vertx;
    this.consumer = consumerName;
    this.listener = listener;
    this.metrics = new StreamMetrics(registry, consumerName);
    this.direct = vertx.eventBus().consumer(Addresses.ticksTo(consumerName));
    direct.handler(message -> onFrame(message.body()));
    this.creditTimer = vertx.setPeriodic(CREDIT_EVERY_MS, ignored -> sendCredits());
    this.announceTimer = vertx.setPeriodic(ANNOUNCE_EVERY_MS, ignored -> announce());
  }

  /** Hears the partition from now on; completes when the cluster knows. */
  public Future<Void> listen(int partition) {
    MessageConsumer<TickFrame> known = listening.get(partition);
    if (known != null) {
      return TimeLimit.of(vertx, REGISTER_MS, known.completion());
    }
    MessageConsumer<TickFrame> ticks = vertx.eventBus().consumer(Addresses.ticks(partition));
    ticks.handler(message -> onFrame(message.body()));
    listening.put(partition, ticks);
    announce();
    Future<Void> registered = Future.join(ticks.completion(), direct.completion()).mapEmpty();
    return TimeLimit.of(vertx, REGISTER_MS, registered);
  }

  /**
   * From here on every frame after that one is heard, or told as lost: for who knows from a history
   * all that came before. Frames that were missed since are fetched.
   *
   * @return false when this stream hears the feed from a later frame on, or does not listen to the
   *     partition: then something lies between, and the history is to be asked for its rest
   */
  public boolean follow(LiveFrom live) {
    return listening.containsKey(live.partition())
        && row(live.feedId(), live.partition()).beginAfter(live.frame());
  }

  /** Hears it no more; what it knew of it is forgotten. */
  public Future<Void> unlisten(int partition) {
    MessageConsumer<TickFrame> ticks = listening.remove(partition);
    rows.remove(partition);
    credits.values().forEach(handled -> handled.remove(partition));
    if (ticks == null) {
      return Future.succeededFuture();
    }
    announce();
    return ticks.unregister();
  }

  /** Hears none but these. */
  public void retain(Set<Integer> needed) {
    for (int partition : Set.copyOf(listening.keySet())) {
      if (!needed.contains(partition)) {
        unlisten(partition);
      }
    }
  }

  /** Hears nothing more. */
  public Future<Void> close() {
    vertx.cancelTimer(creditTimer);
    vertx.cancelTimer(announceTimer);
    List<Future<Void>> ends = new ArrayList<>();
    for (MessageConsumer<TickFrame> ticks : listening.values()) {
      ends.add(ticks.unregister());
    }
    listening.clear();
    rows.clear();
    ends.add(direct.unregister());
    announce();
    return Future.join(ends).mapEmpty();
  }

  private void onFrame(TickFrame frame) {
    if (listening.containsKey(frame.partition())) {
      row(frame.feedId(), frame.partition()).onFrame(frame);
    }
  }

  private FrameRow row(long feedId, int partition) {
    Map<Long, FrameRow> ofPartition = rows.computeIfAbsent(partition, ignored -> new HashMap<>());
    FrameRow known = ofPartition.get(feedId);
    if (known != null) {
      return known;
    }
    ofPartition.values().removeIf(FrameRow::isOver);
    FrameRow row = new FrameRow(vertx, feedId, partition, new Handler(feedId), metrics);
    ofPartition.put(feedId, row);
    return row;
  }

  /** What one feed's rows tell. A row of a partition that was left tells nothing any more. */
  private final class Handler implements FrameRow.Handler {
    private final long feedId;

    Handler(long feedId) {
      this.feedId = feedId;
    }

    @Override
    public boolean isWanted(FrameRow row) {
      return rows.getOrDefault(row.partition(), Map.of()).get(feedId) == row;
    }

    @Override
    public void onFrame(TickFrame frame) {
      try {
        listener.onFrame(frame);
      } catch (RuntimeException e) {
        onFailure(frame, e);
      }
    }

    @Override
    public void onLost(int partition, FrameOrder.Hole hole) {
      listener.onLost(feedId, partition, hole.from(), hole.to());
    }

    @Override
    public void onHandled(int partition, long sequence) {
      credits.computeIfAbsent(feedId, ignored -> new HashMap<>()).put(partition, sequence);
    }
  }

  /** One bad frame must not stop those after it. */
  private void onFailure(TickFrame frame, RuntimeException e) {
    metrics.failed();
    if (!failureLogged) {
      failureLogged = true;
      log.error("frame not handled consumer={} partition={}", consumer, frame.partition(), e);
    }
  }

  private void sendCredits() {
    credits.forEach(
        (feedId, handled) -> {
          if (!handled.isEmpty()) {
            vertx
                .eventBus()
                .send(Addresses.credits(feedId), new TickCredit(consumer, handled), Wire.CREDIT);
          }
        });
    credits.clear();
  }

  private void announce() {
    vertx
        .eventBus()
        .publish(
            Addresses.LISTENING,
            new TickListening(consumer, new HashSet<>(listening.keySet())),
            Wire.LISTENING);
  }
}
