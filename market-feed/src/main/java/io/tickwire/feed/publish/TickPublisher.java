package io.tickwire.feed.publish;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Collects new ticks by partition and publishes them as numbered frames: when one is full, or after
 * the linger time. Confined to the event loop of the feed.
 */
public final class TickPublisher {
  private static final long NS_PER_S = 1_000_000_000;

  private final Vertx vertx;
  private final Partitions partitions;
  private final PublishConfig config;
  private final Clock clock;
  private final TickFrameBuilder[] frames;
  private final LastTicks last = new LastTicks();
  private final List<Integer> waiting = new ArrayList<>();
  private boolean timerSet;

  /**
   * @param feedId names this run of this feed in every frame
   */
  public TickPublisher(
      Vertx vertx, Partitions partitions, PublishConfig config, Clock clock, long feedId) {
    this.vertx = vertx;
    this.partitions = partitions;
    this.config = config;
    this.clock = clock;
    this.frames = new TickFrameBuilder[partitions.count()];
    for (int partition = 0; partition < frames.length; partition++) {
      frames[partition] = new TickFrameBuilder(partition, feedId);
    }
  }

  /** Publishes a tick that is newer than the last of its symbol and kind; false for others. */
  public boolean publish(Tick tick) {
    if (!last.offer(tick)) {
      return false;
    }
    append(tick);
    return true;
  }

  /** Publishes a tick that was fetched after a gap, whatever has been published since. */
  public void publishRecovered(Tick tick) {
    if (tick.kind() != TickKind.CANDLE) {
      last.offer(tick);
    }
    append(tick);
  }

  /** Publishes the last known ticks once more, for somebody who has not seen them. */
  public void repeat(Collection<String> symbols) {
    for (String symbol : symbols) {
      last.of(symbol).forEach(this::append);
    }
  }

  public boolean knows(String symbol, TickKind kind) {
    return last.knows(symbol, kind);
  }

  /** What was known of a symbol that is no longer watched would be stale when it is again. */
  public void forget(String symbol) {
    last.forget(symbol);
  }

  private void append(Tick tick) {
    int partition = partitions.of(tick.symbol());
    TickFrameBuilder frame = frames[partition];
    if (frame.isEmpty()) {
      waiting.add(partition);
      flushLater();
    }
    frame.add(tick);
    if (frame.bytes() >= config.flushBytes()) {
      waiting.remove(Integer.valueOf(partition));
      send(partition);
    }
  }

  private void flushLater() {
    if (!timerSet) {
      timerSet = true;
      vertx.setTimer(
          config.linger().toMillis(),
          ignored -> {
            timerSet = false;
            flush();
          });
    }
  }

  /** Sends everything that waits. */
  public void flush() {
    waiting.forEach(this::send);
    waiting.clear();
  }

  private void send(int partition) {
    Instant now = clock.instant();
    vertx
        .eventBus()
        .publish(
            Addresses.ticks(partition),
            frames[partition].build(now.getEpochSecond() * NS_PER_S + now.getNano()),
            Wire.TICKS);
  }
}
