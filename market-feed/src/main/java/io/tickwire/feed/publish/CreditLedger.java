package io.tickwire.feed.publish;

import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickListening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who listens, and how many bytes are on their way to each and not handled: over the window a
 * consumer is cut, under half of it it is healthy again. Who said nothing for a minute is
 * forgotten; for one that is cut only acknowledgements count. Pure; not thread-safe.
 */
final class CreditLedger {
  static final long FORGET_MS = 60_000;

  private final long windowBytes;
  private final Map<String, TickConsumer> consumers = new LinkedHashMap<>();
  private int cut;

  CreditLedger(long windowBytes) {
    this.windowBytes = windowBytes;
  }

  /**
   * Takes what a consumer says of itself.
   *
   * @return the partitions that it was not known to listen to
   */
  List<Integer> onListening(TickListening listening, long nowMs) {
    if (listening.partitions().isEmpty()) {
      forget(consumers.remove(listening.consumer()));
      return List.of();
    }
    TickConsumer consumer = consumer(listening.consumer(), nowMs);
    consumer.retain(listening.partitions());
    List<Integer> fresh =
        listening.partitions().stream().filter(one -> !consumer.isListening(one)).toList();
    fresh.forEach(consumer::listen);
    if (!consumer.isCut()) {
      consumer.heard(nowMs);
    }
    return fresh;
  }

  /**
   * Takes an acknowledgement.
   *
   * @return the partitions whose newest frame the consumer must be sent now, as it is healthy again
   *     and does not know what it was not sent
   */
  List<Integer> onCredit(TickCredit credit, long nowMs) {
    TickConsumer consumer = consumer(credit.consumer(), nowMs);
    consumer.heard(nowMs);
    credit.handled().forEach(consumer::handled);
    if (!consumer.isCut() || consumer.bytesInFlight() >= windowBytes / 2) {
      return List.of();
    }
    consumer.setCut(false);
    cut--;
    return consumer.takeWithheld();
  }

  private TickConsumer consumer(String name, long nowMs) {
    return consumers.computeIfAbsent(
        name,
        ignored -> {
          TickConsumer fresh = new TickConsumer(name);
          fresh.heard(nowMs);
          return fresh;
        });
  }

  boolean isAnyCut() {
    return cut > 0;
  }

  /** The consumers of a partition that a frame may be sent to. */
  List<String> healthy(int partition) {
    List<String> names = new ArrayList<>();
    for (TickConsumer consumer : consumers.values()) {
      if (!consumer.isCut() && consumer.isListening(partition)) {
        names.add(consumer.name());
      }
    }
    return names;
  }

  /**
   * A frame left: for the healthy it is on its way, from the others it was withheld.
   *
   * @return from how many it was withheld
   */
  int onFrame(int partition, long sequence, int bytes) {
    int withheld = 0;
    for (TickConsumer consumer : consumers.values()) {
      if (!consumer.isListening(partition)) {
        continue;
      }
      if (consumer.isCut()) {
        consumer.withheld(partition);
        withheld++;
      } else {
        sent(consumer, partition, sequence, bytes);
      }
    }
    return withheld;
  }

  /** A frame was sent to one consumer alone. */
  void onSent(String name, int partition, long sequence, int bytes) {
    TickConsumer consumer = consumers.get(name);
    if (consumer != null) {
      sent(consumer, partition, sequence, bytes);
    }
  }

  private void sent(TickConsumer consumer, int partition, long sequence, int bytes) {
    consumer.sent(partition, sequence, bytes);
    if (!consumer.isCut() && consumer.bytesInFlight() > windowBytes) {
      consumer.setCut(true);
      cut++;
    }
  }

  /** Drops who said nothing for too long. */
  void expire(long nowMs) {
    Iterator<TickConsumer> all = consumers.values().iterator();
    while (all.hasNext()) {
      TickConsumer consumer = all.next();
      if (nowMs - consumer.heardMs() > FORGET_MS) {
        all.remove();
        forget(consumer);
      }
    }
  }

  private void forget(@Nullable TickConsumer consumer) {
    if (consumer != null && consumer.isCut()) {
      cut--;
    }
  }

  Collection<TickConsumer> all() {
    return List.copyOf(consumers.values());
  }

  int consumers() {
    return consumers.size();
  }

  int cut() {
    return cut;
  }
}
