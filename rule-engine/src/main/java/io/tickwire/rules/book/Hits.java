package io.tickwire.rules.book;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that one price fired, in the order in which the price met them: nearest to the price
 * before first, arming order at the same distance. A first price comes from the far side of every
 * threshold it reaches, so it met the deepest one first.
 *
 * <p>Filled anew by the next price that is not quiet. The handles are free again: they tell which
 * rules fired and name nothing any more.
 */
public final class Hits<R> {
  private static final int KEPT_CAPACITY = 1_024;

  private int[] handles = new int[16];
  private boolean[] rising = new boolean[16];
  private long[] thresholdTicks = new long[16];
  private long[] extremeTicks = new long[16];
  private long[] metAt = new long[16];
  private long[] order = new long[16];
  private @Nullable Object[] rules = new @Nullable Object[16];
  private int[] path = new int[0];
  private final List<Object> undecided = new ArrayList<>(0);
  private int size;
  private boolean inOrder;

  private long lowestAfter;
  private long highestAfter;
  private long floorTicks;
  private long ceilTicks;
  private long beforeFloorTicks;
  private long beforeCeilTicks;

  Hits() {}

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public int handle(int index) {
    return handles[at(index)];
  }

  /** The rule that the ticket named. */
  @SuppressWarnings("unchecked") // only rules of this type get in, with their tickets
  public R rule(int index) {
    Object rule = rules[at(index)];
    if (rule == null) {
      throw new IllegalStateException("hit without a rule: index=" + index);
    }
    return (R) rule;
  }

  /** The threshold reached; of a trailing stop where its stop was. */
  public long thresholdTicks(int index) {
    return thresholdTicks[at(index)];
  }

  /** Where a trailing stop stood; 0 of other rules. */
  public long extremeTicks(int index) {
    return extremeTicks[at(index)];
  }

  /** Whether the price came from below. */
  public Direction direction(int index) {
    return rising[at(index)] ? Direction.UP : Direction.DOWN;
  }

  /**
   * Rules that a late price would have had wait differently: crossings that get a side, stops that
   * begin to follow or are drawn along. They wait as they did.
   */
  @SuppressWarnings("unchecked") // only rules of this type get in, with their tickets
  public List<R> undecided() {
    return (List<R>) List.copyOf(undecided);
  }

  /** What came after a late price. */
  void beginLate(long lowest, long highest) {
    lowestAfter = lowest;
    highestAfter = highest;
  }

  long lowestAfter() {
    return lowestAfter;
  }

  long highestAfter() {
    return highestAfter;
  }

  void addUndecided(Object rule) {
    undecided.add(rule);
  }

  /** Begins with a price and the one before it, whose ticks are zero when there was none. */
  void begin(long floor, long ceil, long beforeFloor, long beforeCeil) {
    if (handles.length > KEPT_CAPACITY) {
      resize(KEPT_CAPACITY);
    }
    Arrays.fill(rules, 0, Math.min(size, rules.length), null);
    size = 0;
    undecided.clear();
    inOrder = true;
    floorTicks = floor;
    ceilTicks = ceil;
    beforeFloorTicks = beforeFloor;
    beforeCeilTicks = beforeCeil;
  }

  void add(int handle, boolean up, long threshold, long extreme, long armingOrder, Object rule) {
    if (size == handles.length) {
      resize(Capacity.after(size));
    }
    long distance = metAt(up, threshold);
    if (size > 0) {
      int last = size - 1;
      inOrder &= metAt[last] < distance || (metAt[last] == distance && order[last] <= armingOrder);
    }
    handles[size] = handle;
    rising[size] = up;
    thresholdTicks[size] = threshold;
    extremeTicks[size] = extreme;
    metAt[size] = distance;
    order[size] = armingOrder;
    rules[size++] = rule;
  }

  /** Puts the hits in path order. */
  void finish() {
    if (!inOrder) {
      path = new int[size];
      Arrays.setAll(path, index -> index);
      sort(path.clone(), path, 0, size);
    }
  }

  /** Where the path to this price met the threshold; smaller is earlier. */
  private long metAt(boolean up, long threshold) {
    if (beforeCeilTicks <= 0) {
      return up ? threshold - floorTicks : ceilTicks - threshold;
    }
    return threshold >= beforeCeilTicks
        ? threshold - beforeCeilTicks
        : beforeFloorTicks - threshold;
  }

  /** Merge sort of {@code from} into {@code to}, both alike before. */
  private void sort(int[] from, int[] to, int begin, int end) {
    if (end - begin < 2) {
      return;
    }
    int middle = (begin + end) >>> 1;
    sort(to, from, begin, middle);
    sort(to, from, middle, end);
    int left = begin;
    int right = middle;
    for (int i = begin; i < end; i++) {
      boolean takesLeft = right >= end || (left < middle && !isBefore(from[right], from[left]));
      to[i] = takesLeft ? from[left++] : from[right++];
    }
  }

  private boolean isBefore(int one, int other) {
    return metAt[one] < metAt[other] || (metAt[one] == metAt[other] && order[one] < order[other]);
  }

  private int at(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("no such hit: index=" + index + " size=" + size);
    }
    return inOrder ? index : path[index];
  }

  private void resize(int length) {
    handles = Arrays.copyOf(handles, length);
    rising = Arrays.copyOf(rising, length);
    thresholdTicks = Arrays.copyOf(thresholdTicks, length);
    extremeTicks = Arrays.copyOf(extremeTicks, length);
    metAt = Arrays.copyOf(metAt, length);
    order = Arrays.copyOf(order, length);
    rules = Arrays.copyOf(rules, length);
  }
}
