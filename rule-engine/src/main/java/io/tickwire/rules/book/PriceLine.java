package io.tickwire.rules.book;

/** The places at which rows of a book wait, in a heap for each direction a price comes from. */
final class PriceLine {
  private final RuleTable table;
  final LevelHeap rises;
  final LevelHeap falls;

  PriceLine(RuleTable table) {
    this.table = table;
    rises = new LevelHeap(table);
    falls = new LevelHeap(table);
  }

  /** The row waits at a place of {@link HalfTicks} for a price from this direction. */
  void wait(int row, Direction direction, long place) {
    boolean up = direction == Direction.UP;
    table.rising[row] = up;
    if (up) {
      rises.add(row, place);
    } else {
      falls.add(row, ~place);
    }
  }

  void leave(int row) {
    heap(row).remove(row);
  }

  /** Where the row waits. */
  long place(int row) {
    long key = heap(row).key(row);
    return table.rising[row] ? key : ~key;
  }

  private LevelHeap heap(int row) {
    return table.rising[row] ? rises : falls;
  }
}
