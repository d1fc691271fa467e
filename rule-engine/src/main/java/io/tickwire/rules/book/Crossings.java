package io.tickwire.rules.book;

/**
 * Rules that wait for a price to cross their threshold. Two states, no work in between: sideless →
 * crossing when a price is far enough on one side, then a level at the threshold. One of both
 * directions waits for both sides, with a second row. How far back is kept in {@code group}.
 */
final class Crossings {
  private final RuleTable table;
  private final PriceLine line;

  /** Of all that ever began here, beyond the neighbour of the threshold. */
  private int furthestBackTicks;

  Crossings(RuleTable table, PriceLine line) {
    this.table = table;
    this.line = line;
  }

  /** Begins with a row that is in no heap. */
  void start(int row, Wait.Cross wait) {
    Crossing crossing = wait.crossing();
    furthestBackTicks = Math.max(furthestBackTicks, (int) wait.backTicks() - 1);
    if (crossing != Crossing.DOWN && wait.origin() == Origin.BELOW) {
      cross(row, Direction.UP, wait.thresholdTicks());
    } else if (crossing != Crossing.UP && wait.origin() == Origin.ABOVE) {
      cross(row, Direction.DOWN, wait.thresholdTicks());
    } else {
      waitForSide(row, wait);
    }
  }

  /** No crossing asks for a price that is further on the other side of its threshold. */
  int furthestBackTicks() {
    return furthestBackTicks;
  }

  private void waitForSide(int row, Wait.Cross wait) {
    int further = (int) wait.backTicks() - 1;
    table.link[row] = row;
    table.group[row] = further;
    if (wait.crossing() == Crossing.DOWN) {
      line.wait(row, Direction.UP, HalfTicks.above(wait.thresholdTicks() + further));
      return;
    }
    line.wait(row, Direction.DOWN, HalfTicks.below(wait.thresholdTicks() - further));
    if (wait.crossing() == Crossing.EITHER) {
      int twin = table.add(RuleTable.TWIN, table.armedAtNs(row), table.order(row), null);
      table.link[twin] = row;
      table.link[row] = twin;
      table.group[twin] = further;
      line.wait(twin, Direction.UP, HalfTicks.above(wait.thresholdTicks() + further));
    }
  }

  /** A price was far enough on the side for which this row waited: the rule has its origin. */
  void takeSide(int reached) {
    boolean isAbove = table.rising[reached];
    long threshold = thresholdTicks(reached);
    int row = table.state[reached] == RuleTable.TWIN ? table.link[reached] : reached;
    leave(row);
    cross(row, isAbove ? Direction.DOWN : Direction.UP, threshold);
  }

  /** Takes a sideless row out of the heaps, with its twin. */
  void leave(int row) {
    line.leave(row);
    int twin = table.link[row];
    if (twin != row) {
      line.leave(twin);
      table.free(twin);
    }
  }

  long thresholdTicks(int sideless) {
    long place = line.place(sideless);
    return table.rising[sideless]
        ? HalfTicks.floorTicks(place) - table.group[sideless]
        : HalfTicks.ceilTicks(place) + table.group[sideless];
  }

  private void cross(int row, Direction direction, long thresholdTicks) {
    table.state[row] = RuleTable.CROSSING;
    line.wait(row, direction, HalfTicks.at(thresholdTicks));
  }
}
