package io.tickwire.feed.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.Timers;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Collects new ticks by partition and hands them on as numbered frames: when one is full, or after
 * the linger time. Confined to the event loop of the feed.
 */
public final class TickPublisher {
  /** How far the venue's clock may be behind ours. */
  private static final long CLOCK_MARGIN_NS = 2_000_000_000;

  private final Timers timers;
  private final Partitions partitions;
  private final PublishConfig config;
  private final long feedId;
  private final FrameDelivery delivery;
  private final QuoteConflator quotes;
  private final Extremes extremes = new Extremes();
  private final TickFrameBuilder[] frames;
  private final LastTicks last = new LastTicks();
  private final List<Integer> waiting = new ArrayList<>();
  private final long[] sent;
  private boolean timerSet;

  /**
   * @param feedId names this run of this feed in every frame
   */
  public TickPublisher(
      Timers timers,
      FrameSink sink,
      Partitions partitions,
      PublishConfig config,
      MeterRegistry metrics,
      long feedId) {
    this.timers = timers;
    this.partitions = partitions;
    this.config = config;
    this.feedId = feedId;
    this.delivery = new FrameDelivery(timers, sink, partitions.count(), config, metrics);
    this.quotes = new QuoteConflator(timers, sink, partitions, config, feedId);
    this.frames = new TickFrameBuilder[partitions.count()];
    this.sent = new long[partitions.count()];
    for (int partition = 0; partition < frames.length; partition++) {
      frames[partition] = new TickFrameBuilder(partition, feedId);
    }
  }

  /** Publishes on an event bus whose codecs are registered. */
  public static TickPublisher on(
      EventBus bus,
      Timers timers,
      Partitions partitions,
      PublishConfig config,
      MeterRegistry metrics,
      long feedId) {
    return new TickPublisher(timers, new BusFrameSink(bus), partitions, config, metrics, feedId);
  }

  /** Publishes a tick that is newer than the last of its symbol and kind; false for others. */
  public boolean publish(Tick tick) {
    if (!last.offer(tick)) {
      return false;
    }
    quotes.offer(tick);
    extremes.offer(tick);
    append(tick);
    return true;
  }

  /**
   * Publishes a tick that was fetched after a gap, even when a newer one is known: who got the
   * newer one did not get this.
   */
  public void publishRecovered(Tick tick) {
    last.offer(tick);
    quotes.offer(tick);
    extremes.offer(tick);
    append(tick);
  }

  /** Publishes the last known ticks once more, for somebody who has not seen them. */
  public void repeat(Collection<String> symbols) {
    for (String symbol : symbols) {
      last.of(symbol).forEach(this::append);
      quotes.repeat(symbol);
    }
  }

  /**
   * Prices of the symbol may be missing: its highs and lows say so until {@link #settled}.
   *
   * @param kind TRADE or MARK
   */
  public void incomplete(String symbol, TickKind kind) {
    extremes.incomplete(symbol, kind);
  }

  /**
   * @param found whether what was missing has been published
   */
  public void settled(String symbol, TickKind kind, boolean found) {
    extremes.settled(symbol, kind, found, TimeUnit.NANOSECONDS.toMillis(timers.epochNs()));
  }

  /** Quotes are sent of these symbols and no others. */
  public void show(Set<String> symbols) {
    quotes.show(symbols);
  }

  public boolean knows(String symbol, TickKind kind) {
    return last.knows(symbol, kind);
  }

  /** What was known of a symbol that is no longer watched would be stale when it is again. */
  public void forget(String symbol) {
    last.forget(symbol);
    quotes.forget(symbol);
    extremes.forget(symbol);
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
      timers.after(
          config.linger().toMillis(),
          () -> {
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

  /** Sends everything that waits; nothing may be published afterwards. */
  public void stop() {
    flush();
    delivery.stop();
    quotes.stop();
  }

  private void send(int partition) {
    TickFrame frame = frames[partition].build(timers.epochNs());
    sent[partition] = frame.sequence();
    delivery.deliver(frame);
  }

  /** The end of what was published of the symbol: anything newer is in a later frame. */
  public LiveFrom position(String symbol) {
    int partition = partitions.of(symbol);
    if (!frames[partition].isEmpty()) {
      waiting.remove(Integer.valueOf(partition));
      send(partition);
    }
    return new LiveFrom(feedId, partition, sent[partition]);
  }

  /** Ticks of a symbol that are still kept; call {@link #position} before to have all of them. */
  public KeptTicks kept(String symbol, TickKind kind) {
    long keptSinceNs = timers.epochNs() - config.ringKeep().toNanos() - CLOCK_MARGIN_NS;
    return new KeptTicks(delivery.ring(), partitions.of(symbol), symbol, kind, keptSinceNs);
  }

  /** How high and low the symbol's mark was since that moment. */
  public PricesSince marksSince(String symbol, long sinceMs) {
    return extremes.marksSince(symbol, sinceMs);
  }

  FrameDelivery delivery() {
    return delivery;
  }

  Extremes extremes() {
    return extremes;
  }

  long feedId() {
    return feedId;
  }
}
