package io.tickwire.rules.book;

import java.util.Arrays;

/**
 * What a price does to the places it has come to. A rule whose arming is younger than the price is
 * put aside and back, as is what this kind of encounter leaves alone.
 */
final class Encounter<R> {
  /** What a price may do. */
  enum Effect {
    /** A tick: test, then take sides, begin to follow, ratchet. */
    TICK,
    /**
     * A tick that came before others: tests. What it would change the wait of is told as undecided
     * and stays as it is, as the others may have met it otherwise then; but for stops that none of
     * them can have reached, which are drawn along.
     */
    LATE,
    /** Test only. */
    FIRE,
    /** Give crossings their side only. */
    SIDES,
    /** Move the extremes of trailing stops that follow already, only. */
    DRAW
  }

  private final RuleTable table;
  private final PriceLine line;
  private final Crossings crossings;
  private final TrailingStops trailing;
  private final Hits<R> hits;

  private long floorTicks;
  private long ceilTicks;
  private long timeNs;
  private Effect effect = Effect.TICK;

  /** Rows that are reached and not touched, until the heap is done. */
  private int[] asideRows = new int[4];

  private long[] asideKeys = new long[4];

  Encounter(
      RuleTable table, PriceLine line, Crossings crossings, TrailingStops trailing, Hits<R> hits) {
    this.table = table;
    this.line = line;
    this.crossings = crossings;
    this.trailing = trailing;
    this.hits = hits;
  }

  void meet(long floor, long ceil, long exchangeTimeNs, Effect what) {
    floorTicks = floor;
    ceilTicks = ceil;
    timeNs = exchangeTimeNs;
    effect = what;
    long price = HalfTicks.ofPrice(floor, ceil);
    meet(line.falls, ~price, false);
    meet(line.rises, price, true);
  }

  private void meet(LevelHeap heap, long key, boolean up) {
    int aside = 0;
    while (heap.isReached(key)) {
      int row = heap.first();
      byte state = table.state[row];
      if (state == RuleTable.BUCKET && effect != Effect.SIDES) {
        trailing.meet(row, floorTicks, ceilTicks, timeNs, effect, hits);
      } else if (!touches(state) || timeNs < table.armedAtNs(row)) {
        aside = putAside(aside, row, heap.firstKey());
        heap.removeFirst();
      } else if (effect == Effect.LATE && changesItsWait(state)) {
        hits.addUndecided(table.owner(state == RuleTable.TWIN ? table.link[row] : row));
        aside = putAside(aside, row, heap.firstKey());
        heap.removeFirst();
      } else if (state == RuleTable.DORMANT) {
        trailing.activate(row, floorTicks, ceilTicks, timeNs, hits);
      } else if (state == RuleTable.SIDELESS || state == RuleTable.TWIN) {
        crossings.takeSide(row);
      } else {
        fire(row, heap, up);
      }
    }
    for (int i = 0; i < aside; i++) {
      heap.add(asideRows[i], asideKeys[i]);
    }
  }

  private static boolean changesItsWait(byte state) {
    return state == RuleTable.DORMANT || state == RuleTable.SIDELESS || state == RuleTable.TWIN;
  }

  private boolean touches(byte state) {
    return switch (effect) {
      case TICK, LATE -> true;
      case FIRE -> state == RuleTable.LEVEL || state == RuleTable.CROSSING;
      case SIDES -> state == RuleTable.SIDELESS || state == RuleTable.TWIN;
      case DRAW -> false;
    };
  }

  private void fire(int row, LevelHeap heap, boolean up) {
    long place = up ? heap.firstKey() : ~heap.firstKey();
    hits.add(row, up, HalfTicks.floorTicks(place), 0, table.order(row), table.owner(row));
    heap.removeFirst();
    table.free(row);
  }

  private int putAside(int index, int row, long key) {
    if (index == asideRows.length) {
      asideRows = Arrays.copyOf(asideRows, index * 2);
      asideKeys = Arrays.copyOf(asideKeys, index * 2);
    }
    asideRows[index] = row;
    asideKeys[index] = key;
    return index + 1;
  }
}
