package io.tickwire.rules.book;

import io.tickwire.rules.book.Encounter.Effect;

/**
 * The trailing stops of one distance. Two nodes in the heaps stand for all of them: the stop of the
 * oldest group, and the next extreme that draws one along.
 *
 * <p>Young stops are those of which no tick is known yet that concerns them: a tick of an older
 * exchange time must not touch them. They wait apart, so that a new extreme moves the others as
 * whole groups.
 */
final class TrailBucket {
  private final RuleTable table;
  private final LevelHeap stops;
  private final LevelHeap extremes;
  private final Trail trail;
  private final boolean hasActivation;
  private final TrailStack young;
  private final TrailStack settled;

  /** The nodes; in the heaps only while placed. */
  private final int stopRow;

  private final int extremeRow;
  private boolean placed;

  /** Touched by the price at hand: placed again when it is done. */
  boolean isOpen;

  /** Stops that wait for their activation. */
  int dormant;

  private int size;

  /**
   * @param hasActivation of stops that wait or waited for one
   */
  TrailBucket(RuleTable table, Trail trail, boolean hasActivation, PriceLine line) {
    this.table = table;
    this.trail = trail;
    this.hasActivation = hasActivation;
    boolean up = trail.direction() == Direction.UP;
    stops = up ? line.rises : line.falls;
    extremes = up ? line.falls : line.rises;
    young = new TrailStack(table, this);
    settled = new TrailStack(table, this);
    stopRow = table.add(RuleTable.BUCKET, 0, 0, this);
    extremeRow = table.add(RuleTable.BUCKET, 0, 0, this);
  }

  Trail trail() {
    return trail;
  }

  boolean hasActivation() {
    return hasActivation;
  }

  /** A row whose owner is this bucket. */
  int row() {
    return stopRow;
  }

  boolean isUnused() {
    return size == 0 && dormant == 0;
  }

  void add(int member, long extremeTicks) {
    table.state[member] = RuleTable.TRAILING;
    table.rising[member] = trail.direction() == Direction.UP;
    young.add(member, trail.reach(extremeTicks));
    size++;
  }

  void remove(int member) {
    TrailGroup group = groupOf(member);
    group.remove(member);
    if (group.size == 0) {
      group.stack.remove(group);
      table.free(group.row);
    }
    size--;
  }

  long extremeTicks(int member) {
    return trail.extremeOfReach(groupOf(member).reach);
  }

  /** Where the stop of a member is, beyond any price when it does not fit. */
  long stopTicks(int member) {
    return trail.stopTicks(extremeTicks(member));
  }

  private TrailGroup groupOf(int member) {
    return (TrailGroup) table.owner(table.group[member]);
  }

  /** A price that reached one of the nodes: fires, then draws along, unless only one is meant. */
  void onPrice(long floorTicks, long ceilTicks, long timeNs, Effect effect, Hits<?> hits) {
    if (!settled.isArmedBy(timeNs)) {
      settled.move(young, timeNs, false);
    }
    if (young.isArmedBy(timeNs)) {
      settled.addAll(young);
    } else {
      young.move(settled, timeNs, true);
    }
    if (effect != Effect.DRAW) {
      fire(HalfTicks.ofPrice(floorTicks, ceilTicks), hits);
    }
    long extremeTicks = trail.extremeTicks(floorTicks, ceilTicks);
    if (effect == Effect.LATE && (hasActivation || isReachedLater(extremeTicks, hits))) {
      tellUndecided(trail.reach(extremeTicks), hits);
    } else if (effect != Effect.FIRE) {
      settled.drawAlong(trail.reach(extremeTicks));
    }
  }

  /** Whether a price after a late one reached the stop where that one draws it. */
  private boolean isReachedLater(long extremeTicks, Hits<?> hits) {
    long stop = trail.stopTicks(extremeTicks);
    return trail.direction() == Direction.DOWN
        ? hits.lowestAfter() <= stop
        : hits.highestAfter() >= stop;
  }

  /** Of the stops that an extreme would draw along. */
  private void tellUndecided(long reach, Hits<?> hits) {
    for (int i = settled.groups() - 1; i >= 0 && settled.group(i).reach < reach; i--) {
      TrailGroup group = settled.group(i);
      for (int row = group.first(); row != group.row; row = group.after(row)) {
        hits.addUndecided(table.owner(row));
      }
    }
  }

  private void fire(long price, Hits<?> hits) {
    long key = trail.direction() == Direction.UP ? price : ~price;
    int fired = 0;
    while (fired < settled.groups()) {
      TrailGroup group = settled.group(fired);
      long extremeTicks = trail.extremeOfReach(group.reach);
      if (trail.stopKey(extremeTicks) > key) {
        break;
      }
      fire(group, extremeTicks, hits);
      fired++;
    }
    settled.removeBottom(fired);
  }

  private void fire(TrailGroup group, long extremeTicks, Hits<?> hits) {
    long stopTicks = trail.stopTicks(extremeTicks);
    int member = group.first();
    while (member != group.row) {
      int next = group.after(member);
      boolean up = table.rising[member];
      hits.add(member, up, stopTicks, extremeTicks, table.order(member), table.owner(member));
      table.free(member);
      member = next;
    }
    size -= group.size;
    table.free(group.row);
  }

  /** Takes the nodes out of the heaps. */
  void lift() {
    if (placed) {
      stops.remove(stopRow);
      extremes.remove(extremeRow);
      placed = false;
    }
  }

  /** Puts the nodes back into the heaps, where the next thing happens. */
  void place() {
    if (size > 0) {
      stops.add(stopRow, stopKey());
      extremes.add(extremeRow, extremeKey());
      placed = true;
    }
  }

  /**
   * Moves the nodes to where the next thing happens.
   *
   * @return false, and nothing moved, when the bucket is empty or this price would reach a node
   *     again, because of stops that it does not concern
   */
  boolean moveOn(long price) {
    if (size == 0) {
      return false;
    }
    long stopKey = stopKey();
    long extremeKey = extremeKey();
    boolean isFall = trail.direction() == Direction.DOWN;
    if (stopKey <= (isFall ? ~price : price) || extremeKey <= (isFall ? price : ~price)) {
      return false;
    }
    stops.update(stopRow, stopKey);
    extremes.update(extremeRow, extremeKey);
    return true;
  }

  /** Of the stop that the price reaches first: that of the furthest extreme. */
  private long stopKey() {
    long furthest = young.isEmpty() ? Long.MIN_VALUE : young.bottom().reach;
    if (!settled.isEmpty()) {
      furthest = Math.max(furthest, settled.bottom().reach);
    }
    return trail.stopKey(trail.extremeOfReach(furthest));
  }

  /** Of the new extreme that draws the nearest one along. */
  private long extremeKey() {
    long nearest = young.isEmpty() ? Long.MAX_VALUE : young.top().reach;
    if (!settled.isEmpty()) {
      nearest = Math.min(nearest, settled.top().reach);
    }
    return trail.nextExtremeKey(trail.extremeOfReach(nearest));
  }

  /** Gives the nodes back; the bucket is gone. */
  void dispose() {
    lift();
    table.free(stopRow);
    table.free(extremeRow);
  }
}
