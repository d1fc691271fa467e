package io.tickwire.rules.book;

import io.tickwire.rules.book.Encounter.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trailing stops of a book: a bucket for each distance that is in use. A price that makes no
 * new extreme and reaches no stop touches none of them.
 */
final class TrailingStops {
  private final RuleTable table;
  private final PriceLine line;
  private final Map<Trail, TrailBucket> buckets = new HashMap<>();

  /** Of stops that wait or waited for an activation, apart: before it no price draws them. */
  private final Map<Trail, TrailBucket> activated = new HashMap<>();

  /** Lifted out of the heaps while a price or a change is worked on. */
  private final List<TrailBucket> open = new ArrayList<>();

  TrailingStops(RuleTable table, PriceLine line) {
    this.table = table;
    this.line = line;
  }

  /**
   * The bucket of a distance, a new one when there is none.
   *
   * @param hasActivation of stops that wait or waited for one
   */
  TrailBucket bucket(Trail trail, boolean hasActivation) {
    return (hasActivation ? activated : buckets)
        .computeIfAbsent(trail, distance -> new TrailBucket(table, distance, hasActivation, line));
  }

  /** The bucket of a dormant or active stop. */
  TrailBucket bucketOf(int row) {
    return table.state[row] == RuleTable.DORMANT
        ? bucketOfNode(table.link[row])
        : ((TrailGroup) table.owner(table.group[row])).stack.bucket();
  }

  TrailBucket bucketOfNode(int row) {
    return (TrailBucket) table.owner(row);
  }

  /** The row waits at a place for the price that sets its first extreme. */
  void addDormant(int row, TrailBucket bucket, Direction activation, long place) {
    bucket.dormant++;
    table.link[row] = bucket.row();
    line.wait(row, activation, place);
  }

  void add(int row, TrailBucket bucket, long extremeTicks) {
    open(bucket).add(row, extremeTicks);
  }

  /** Takes a dormant or active stop out. */
  TrailBucket remove(int row) {
    TrailBucket bucket = open(bucketOf(row));
    if (table.state[row] == RuleTable.DORMANT) {
      line.leave(row);
      bucket.dormant--;
    } else {
      bucket.remove(row);
    }
    return bucket;
  }

  /** Lifts the bucket out of the heaps until {@link #close}, so that it may change. */
  private TrailBucket open(TrailBucket bucket) {
    if (!bucket.isOpen) {
      bucket.isOpen = true;
      bucket.lift();
      open.add(bucket);
    }
    return bucket;
  }

  /** What a price that came to a node does to its bucket. */
  void meet(int row, long floorTicks, long ceilTicks, long timeNs, Effect effect, Hits<?> hits) {
    meet(bucketOfNode(row), floorTicks, ceilTicks, timeNs, effect, hits);
  }

  private void meet(
      TrailBucket bucket,
      long floorTicks,
      long ceilTicks,
      long timeNs,
      Effect effect,
      Hits<?> hits) {
    if (!bucket.isOpen) {
      bucket.onPrice(floorTicks, ceilTicks, timeNs, effect, hits);
      boolean isTick = effect == Effect.TICK;
      if (!isTick || !bucket.moveOn(HalfTicks.ofPrice(floorTicks, ceilTicks))) {
        open(bucket);
      }
    }
  }

  /** The price that meets the activation of a stop is its first extreme. */
  void activate(int row, long floorTicks, long ceilTicks, long timeNs, Hits<?> hits) {
    TrailBucket bucket = bucketOf(row);
    meet(bucket, floorTicks, ceilTicks, timeNs, Effect.TICK, hits);
    remove(row);
    bucket.add(row, bucket.trail().extremeTicks(floorTicks, ceilTicks));
  }

  /** Puts the open buckets where the next thing happens in them; forgets those without stops. */
  void close() {
    for (int i = 0; i < open.size(); i++) {
      TrailBucket bucket = open.get(i);
      bucket.isOpen = false;
      if (bucket.isUnused()) {
        (bucket.hasActivation() ? activated : buckets).remove(bucket.trail());
        bucket.dispose();
      } else {
        bucket.place();
      }
    }
    open.clear();
  }
}
