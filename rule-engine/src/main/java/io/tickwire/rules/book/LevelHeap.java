package io.tickwire.rules.book;

import java.util.Arrays;

/**
 * The rows of a {@link RuleTable} that wait on one side, as an indexed heap of four children a
 * node: the place that a moving price reaches first is on top, arming order within a place.
 *
 * <p>Keys ascend in the direction of the price: the places of {@link HalfTicks} for a rise, their
 * complement for a fall. Adding, removing and taking the first are O(log n). Keys stand beside the
 * rows, so that the four children of a node lie in one cache line. Twelve bytes a row.
 */
final class LevelHeap {
  private static final int NOWHERE = -1;

  private final RuleTable table;
  private long[] keys = new long[16];
  private int[] rows = new int[16];
  private int size;

  LevelHeap(RuleTable table) {
    this.table = table;
  }

  /** The key on top, beyond any price when the heap is empty. */
  long firstKey() {
    return size == 0 ? HalfTicks.UNREACHABLE : keys[0];
  }

  /** Whether a price has come to the row on top. */
  boolean isReached(long price) {
    return firstKey() <= price;
  }

  long key(int row) {
    return keys[table.position[row]];
  }

  void add(int row, long key) {
    if (size == rows.length) {
      int length = Capacity.after(size);
      keys = Arrays.copyOf(keys, length);
      rows = Arrays.copyOf(rows, length);
    }
    rise(size++, row, key);
  }

  /** The row on top of a heap that is not empty. */
  int first() {
    return rows[0];
  }

  void remove(int row) {
    int position = table.position[row];
    table.position[row] = NOWHERE;
    int last = rows[--size];
    if (last == row) {
      return;
    }
    settle(position, last, keys[size]);
  }

  /** Gives a row another key. */
  void update(int row, long key) {
    int position = table.position[row];
    if (keys[position] != key) {
      settle(position, row, key);
    }
  }

  private void settle(int position, int row, long key) {
    if (position > 0 && isBefore(key, row, (position - 1) >> 2)) {
      rise(position, row, key);
    } else {
      sink(position, row, key);
    }
  }

  private void rise(int from, int row, long key) {
    int position = from;
    while (position > 0) {
      int parent = (position - 1) >> 2;
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

  /** The child that comes before its siblings. */
  private int firstChild(int parent) {
    int child = (parent << 2) + 1;
    if (child >= size) {
      return NOWHERE;
    }
    int end = Math.min(child + 4, size);
    int first = child;
    for (int sibling = child + 1; sibling < end; sibling++) {
      if (isBefore(keys[sibling], rows[sibling], first)) {
        first = sibling;
      }
    }
    return first;
  }

  private boolean isBefore(long key, int row, int position) {
    long other = keys[position];
    return key < other || (key == other && table.order[row] < table.order[rows[position]]);
  }

  private void put(int position, int row, long key) {
    rows[position] = row;
    keys[position] = key;
    table.position[row] = position;
  }
}
