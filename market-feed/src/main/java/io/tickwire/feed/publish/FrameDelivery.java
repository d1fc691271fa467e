package io.tickwire.feed.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ReplayPage;
import io.tickwire.common.wire.ReplayRequest;
import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickListening;
import io.tickwire.feed.port.Timers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who gets a frame: everybody at once, or, while somebody lags too far behind, each of the
 * others alone. Keeps the last frames for who missed some. Confined to the feed's event loop, but
 * for the numbers its metrics read.
 */
final class FrameDelivery {
  private static final Logger log = LoggerFactory.getLogger(FrameDelivery.class);
  private static final long REVIEW_MS = 1_000;

  /** Partitions of a consumer that is behind: all have had their turn before the ring is over. */
  private static final int SHOWN_AT_ONCE = 16;

  private final Timers timers;
  private final FrameSink sink;
  private final FrameRing ring;
  private final CreditLedger ledger;
  private final Counter withheld;
  private final Timers.Timer review;
  private int reviews;

  // Read by metrics on other threads.
  private volatile int consumers;
  private volatile int cut;

  FrameDelivery(
      Timers timers, FrameSink sink, int partitions, PublishConfig config, MeterRegistry metrics) {
    this.timers = timers;
    this.sink = sink;
    this.ring = new FrameRing(partitions, config.ringKeep().toMillis(), config.ringBytes());
    this.ledger = new CreditLedger(config.creditWindowBytes());
    this.withheld =
        Counter.builder("feed_frames_withheld_total")
            .description("Frames not sent to a consumer that lags behind, once per consumer")
            .register(metrics);
    Gauge.builder("feed_consumers", () -> consumers)
        .description("Consumers of ticks that this feed knows of")
        .register(metrics);
    Gauge.builder("feed_consumers_cut", () -> cut)
        .description("Consumers that get no ticks until they have caught up")
        .register(metrics);
    this.review = timers.every(REVIEW_MS, this::review);
  }

  /** The next frame of its partition. */
  void deliver(TickFrame frame) {
    ring.add(frame, timers.nowMs());
    int partition = frame.partition();
    if (ledger.isAnyCut()) {
      ledger.healthy(partition).forEach(consumer -> sink.send(consumer, frame));
    } else {
      sink.publish(frame);
    }
    int spared = ledger.onFrame(partition, frame.sequence(), frame.bytes().length());
    if (spared > 0) {
      withheld.increment(spared);
    }
    count();
  }

  void onListening(TickListening listening) {
    for (int partition : ledger.onListening(listening, timers.nowMs())) {
      // It may have begun to listen before this feed knew, and missed the newest since.
      TickFrame newest = ring.newest(partition);
      if (newest != null) {
        ledger.onSent(listening.consumer(), partition, newest.sequence(), 0);
      }
    }
    count();
  }

  void onCredit(TickCredit credit) {
    List<Integer> behind = ledger.onCredit(credit, timers.nowMs());
    count();
    // The number of the newest frame tells it what to ask for.
    behind.forEach(partition -> sendNewest(credit.consumer(), partition));
  }

  private void sendNewest(String consumer, int partition) {
    TickFrame newest = ring.newest(partition);
    if (newest != null) {
      ledger.onSent(consumer, partition, newest.sequence(), newest.bytes().length());
      sink.send(consumer, newest);
    }
  }

  /** The first of the frames asked for that are still here, as many as fit in a page. */
  List<TickFrame> page(ReplayRequest request) {
    return ring.find(request.partition(), request.from(), request.to(), ReplayPage.MOST_BYTES);
  }

  FrameRing ring() {
    return ring;
  }

  private void review() {
    long nowMs = timers.nowMs();
    ring.expire(nowMs);
    ledger.expire(nowMs);
    count();
    reviews++;
    // What was on its way may be lost, and so is every credit for it: some frames a second show.
    // Nothing else would show the loss of a partition's last frame.
    for (TickConsumer consumer : ledger.all()) {
      List<Integer> overdue = consumer.takeOverdue();
      List<Integer> open = consumer.isCut() ? consumer.partitionsInFlight() : overdue;
      for (int i = 0; i < Math.min(SHOWN_AT_ONCE, open.size()); i++) {
        sendNewest(consumer.name(), open.get((reviews * SHOWN_AT_ONCE + i) % open.size()));
      }
    }
  }

  private void count() {
    int before = cut;
    consumers = ledger.consumers();
    cut = ledger.cut();
    if (cut != before) {
      log.warn("consumers cut from ticks cut={} before={} known={}", cut, before, consumers);
    }
  }

  void stop() {
    review.cancel();
  }
}
