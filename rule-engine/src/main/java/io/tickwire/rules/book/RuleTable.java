package io.tickwire.rules.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a book, one array a column. A row is a rule, or one of the book's own nodes: the
 * second half of a sideless crossing, a bucket of trailing stops or a group of them.
 *
 * <p>Freed rows are used again, the last one first. Full columns grow as {@link Capacity} says.
 * Thirty-four bytes a row with compressed references. What a price reads of a row that it fires
 * stands together, as every column costs it a cache line.
 */
final class RuleTable {
  /** What a row is and what it waits for. */
  static final byte FREE = 0;

  /** In a heap, fires when reached. */
  static final byte LEVEL = 1;

  /** A crossing that knows its side: in a heap, fires when reached. */
  static final byte CROSSING = 2;

  /** A crossing in the heap of the side it waits for; {@code link} is its twin or itself. */
  static final byte SIDELESS = 3;

  /** The other half of a sideless crossing of both directions; {@code link} is the first half. */
  static final byte TWIN = 4;

  /** A trailing stop that waits for its activation; {@code link} is a node of its bucket. */
  static final byte DORMANT = 5;

  /** A trailing stop in the ring of its group; {@code group} is the group's row. */
  static final byte TRAILING = 6;

  /** The head of a group's ring; the owner is the {@link TrailGroup}. */
  static final byte GROUP = 7;

  /** A place in a heap at which something happens in a {@link TrailBucket}, its owner. */
  static final byte BUCKET = 8;

  private static final int NONE = -1;

  byte[] state = new byte[16];

  /** Whether the row's heap, or for a trailing stop its bucket's, is that of a rising price. */
  boolean[] rising = new boolean[16];

  /** Since when a row is armed, then its arming order. */
  private long[] tickets = new long[32];

  /**
   * Place in the heap; for a member of a group the next one in its ring; of a free row the next.
   */
  int[] position = new int[16];

  /** As the state says; for a member of a group the one before it. */
  int[] link = new int[16];

  int[] group = new int[16];
  private @Nullable Object[] owner = new @Nullable Object[16];

  private int used;
  private int firstFree = NONE;

  int add(byte newState, long armedAt, long armingOrder, @Nullable Object newOwner) {
    int row = firstFree;
    if (row == NONE) {
      if (used == state.length) {
        grow();
      }
      row = used++;
    } else {
      firstFree = position[row];
    }
    state[row] = newState;
    tickets[row << 1] = armedAt;
    tickets[(row << 1) + 1] = armingOrder;
    owner[row] = newOwner;
    return row;
  }

  void free(int row) {
    state[row] = FREE;
    owner[row] = null;
    position[row] = firstFree;
    firstFree = row;
  }

  long armedAtNs(int row) {
    return tickets[row << 1];
  }

  long order(int row) {
    return tickets[(row << 1) + 1];
  }

  Object owner(int row) {
    Object found = owner[row];
    if (found == null) {
      throw new IllegalStateException("row without an owner: row=" + row);
    }
    return found;
  }

  /** Whether a handle names a rule that waits. */
  boolean isRule(int row) {
    if (row < 0 || row >= used) {
      return false;
    }
    byte what = state[row];
    return what != FREE && what != TWIN && what != GROUP && what != BUCKET;
  }

  private void grow() {
    int length = Capacity.after(used);
    state = Arrays.copyOf(state, length);
    rising = Arrays.copyOf(rising, length);
    tickets = Arrays.copyOf(tickets, Math.multiplyExact(length, 2));
    position = Arrays.copyOf(position, length);
    link = Arrays.copyOf(link, length);
    group = Arrays.copyOf(group, length);
    owner = Arrays.copyOf(owner, length);
  }
}
