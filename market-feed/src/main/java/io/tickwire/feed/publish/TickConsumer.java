package io.tickwire.feed.publish;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a feed knows of one consumer: what is on its way to it and what it was not sent. */
final class TickConsumer {
  private static final class Lane {
    final SentFrames sent = new SentFrames();
    boolean withheld;
    long oldestAtReview;
  }

  private final String name;
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private long bytesInFlight;
  private long heardMs;
  private boolean cut;

  TickConsumer(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isCut() {
    return cut;
  }

  void setCut(boolean cut) {
    this.cut = cut;
  }

  long bytesInFlight() {
    return bytesInFlight;
  }

  long heardMs() {
    return heardMs;
  }

  void heard(long nowMs) {
    heardMs = nowMs;
  }

  boolean isListening(int partition) {
    return lanes.containsKey(partition);
  }

  void listen(int partition) {
    if (!lanes.containsKey(partition)) {
      lanes.put(partition, new Lane());
    }
  }

  void retain(Set<Integer> partitions) {
    lanes
        .entrySet()
        .removeIf(
            entry -> {
              boolean leave = !partitions.contains(entry.getKey());
              if (leave) {
                bytesInFlight -= entry.getValue().sent.handled(Long.MAX_VALUE);
              }
              return leave;
            });
  }

  void sent(int partition, long sequence, int bytes) {
    Lane lane = lanes.get(partition);
    if (lane != null) {
      lane.sent.add(sequence, bytes);
      bytesInFlight += bytes;
    }
  }

  void withheld(int partition) {
    Lane lane = lanes.get(partition);
    if (lane != null) {
      lane.withheld = true;
    }
  }

  void handled(int partition, long sequence) {
    listen(partition);
    Lane lane = lanes.get(partition);
    if (lane != null) {
      bytesInFlight -= lane.sent.handled(sequence);
    }
  }

  /** The partitions it was not sent everything of, which it will now be told of. */
  List<Integer> takeWithheld() {
    List<Integer> partitions = new ArrayList<>();
    lanes.forEach(
        (partition, lane) -> {
          if (lane.withheld) {
            lane.withheld = false;
            partitions.add(partition);
          }
        });
    return partitions;
  }

  /**
   * To be asked once per review.
   *
   * @return the partitions whose oldest frame on its way is the same as at the last review
   */
  List<Integer> takeOverdue() {
    List<Integer> partitions = new ArrayList<>();
    lanes.forEach(
        (partition, lane) -> {
          long oldest = lane.sent.oldest();
          if (oldest > 0 && oldest == lane.oldestAtReview) {
            partitions.add(partition);
          }
          lane.oldestAtReview = oldest;
        });
    return partitions;
  }

  /** The partitions with something on its way. */
  List<Integer> partitionsInFlight() {
    return lanes.entrySet().stream()
        .filter(entry -> !entry.getValue().sent.isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
