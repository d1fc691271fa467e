package io.tickwire.rules.book;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The rows of a {@link RuleTable} that wait on one side, as an indexed heap of four children a
 * node: the place that a moving price reaches first is on top, arming order within a place.
 *
 * <p>Keys ascend in the direction of the price: the places of {@link HalfTicks} for a rise, their
 * complement for a fall. Adding, removing and taking the first are O(log n). Keys stand beside the
 * rows, the top in the second place, so that the four children of a node lie in one cache line: an
 * array begins sixteen bytes behind such a line. Twelve bytes a row.
 */
final class LevelHeap {
  private static final int NOWHERE = -1;
  private static final int TOP = 1;

  private final RuleTable table;
  private long[] keys = new long[16];
  private int[] rows = new int[16];

  /** Behind the last place. */
  private int end = TOP;

  LevelHeap(RuleTable table) {
    this.table = table;
  }

  /** The key on top, beyond any price when the heap is empty. */
  long firstKey() {
    return end == TOP ? HalfTicks.UNREACHABLE : keys[TOP];
  }

  /** Whether a price has come to the row on top. */
  boolean isReached(long price) {
    return firstKey() <= price;
  }

  long key(int row) {
    return keys[table.position[row]];
  }

  void add(int row, long key) {
    if (end == rows.length) {
      int length = Capacity.after(end);
      keys = Arrays.copyOf(keys, length);
      rows = Arrays.copyOf(rows, length);
    }
    rise(end++, row, key);
  }

  /** The row on top of a heap that is not empty. */
  int first() {
    return rows[TOP];
  }

  /** Takes the row on top of a heap that is not empty out. */
  void removeFirst() {
    int last = --end;
    if (last > TOP) {
      sinkToEnd(rows[last], keys[last]);
    }
  }

  void remove(int row) {
    int position = table.position[row];
    table.position[row] = NOWHERE;
    int last = --end;
    if (last != position) {
      settle(position, rows[last], keys[last]);
    }
  }

  /** Gives a row another key. */
  void update(int row, long key) {
    int position = table.position[row];
    if (keys[position] != key) {
      settle(position, row, key);
    }
  }

  /** Tells every row whose key is not beyond that one, in no order. O(rows told). */
  void forEachUpTo(long key, IntConsumer visitor) {
    forEachUpTo(TOP, key, visitor);
  }

  private void forEachUpTo(int position, long key, IntConsumer visitor) {
    if (position < end && keys[position] <= key) {
      visitor.accept(rows[position]);
      int child = (position << 2) - 2;
      for (int sibling = child; sibling < child + 4; sibling++) {
        forEachUpTo(sibling, key, visitor);
      }
    }
  }

  private void settle(int position, int row, long key) {
    if (position > TOP && isBefore(key, row, parent(position))) {
      rise(position, row, key);
    } else {
      sink(position, row, key);
    }
  }

  private void rise(int from, int row, long key) {
    int position = from;
    while (position > TOP) {
      int parent = parent(position);
      if (!isBefore(key, row, parent)) {
        break;
      }
      put(position, rows[parent], keys[parent]);
      position = parent;
    }
    put(position, row, key);
  }

  private void sink(int from, int row, long key) {
    int position = from;
    while (true) {
      int first = firstChild(position);
      if (first == NOWHERE || isBefore(key, row, first)) {
        break;
      }
      put(position, rows[first], keys[first]);
      position = first;
    }
    put(position, row, key);
  }

  /** From the top: what was last belongs near the end, so it is not compared on the way down. */
  private void sinkToEnd(int row, long key) {
    int position = TOP;
    int first = firstChild(position);
    while (first != NOWHERE) {
      put(position, rows[first], keys[first]);
      position = first;
      first = firstChild(position);
    }
    rise(position, row, key);
  }

  /** The child that comes before its siblings. */
  private int firstChild(int parent) {
    int child = (parent << 2) - 2;
    if (child + 4 <= end) {
      int left = firstOf(child, child + 1);
      int right = firstOf(child + 2, child + 3);
      return firstOf(left, right);
    }
    if (child >= end) {
      return NOWHERE;
    }
    int first = child;
    for (int sibling = child + 1; sibling < end; sibling++) {
      first = firstOf(first, sibling);
    }
    return first;
  }

  /** Of two places. Nobody can foretell which: written so that no jump depends on it. */
  private int firstOf(int one, int other) {
    long key = keys[one];
    long otherKey = keys[other];
    if (key == otherKey) {
      return table.order(rows[other]) < table.order(rows[one]) ? other : one;
    }
    return key < otherKey ? one : other;
  }

  private static int parent(int position) {
    return (position + 2) >> 2;
  }

  private boolean isBefore(long key, int row, int position) {
    long other = keys[position];
    return key < other || (key == other && table.order(row) < table.order(rows[position]));
  }

  private void put(int position, int row, long key) {
    rows[position] = row;
    keys[position] = key;
    table.position[row] = position;
  }
}
