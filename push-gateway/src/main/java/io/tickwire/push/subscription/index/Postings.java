package io.tickwire.push.subscription.index;

import java.util.Arrays;

/**
 * Where subscriptions are posted, so that an event finds them by what it has. A subscription is
 * posted under each value of the condition that leaves out most. In a crowded cell a newcomer is
 * posted under pairs of values instead, where it has a second such condition, and by its bound,
 * where it has a range. So a look-up asks once for each value of the event and each pair of them.
 */
final class Postings {
  /** A look-up may come to this many subscriptions in vain for each value of its event. */
  static final int CROWDED = 128;

  /** More pairs than this are not worth their memory. */
  private static final int MOST_PAIRS = 8;

  /** What a value costs in memory, against 1024 for a condition that leaves out nothing. */
  private static final int COST_OF_VALUE = 1;

  private static final int NONE = IdTable.NONE;

  private final Names atoms;
  private final Records records;
  private final int crowded;
  private final Cells cells = new Cells();
  private final BoundTrees trees = new BoundTrees();
  private int[] pairs = new int[16];

  /**
   * @param crowded how many wait in a cell before newcomers are spread
   */
  Postings(Names atoms, Records records, int crowded) {
    this.crowded = crowded;
    this.atoms = atoms;
    this.records = records;
  }

  /**
   * Writes a record of a subscription and posts it.
   *
   * @param code as {@link Conditions} write it
   * @return the number of its record
   */
  int add(int owner, int intervalMs, int topic, int[] code) {
    int best = best(code, NONE);
    if (best == NONE) {
      int id = records.add(owner, intervalMs, topic, code, 1);
      post(id, 0, cells.open(topic, NONE, NONE), code);
      return id;
    }
    int second = isCrowded(topic, code, best) ? best(code, best) : NONE;
    int count = Conditions.count(code, best);
    int others = second == NONE ? 0 : Conditions.count(code, second);
    if (others == 0 || count * others > MOST_PAIRS) {
      int[] ordered = Conditions.inFront(code, best, NONE);
      int id = records.add(owner, intervalMs, topic, ordered, count);
      for (int i = 0; i < count; i++) {
        post(id, i, cells.open(topic, Conditions.atom(code, best, i), NONE), ordered);
      }
      return id;
    }
    int[] ordered = Conditions.inFront(code, best, second);
    int id = records.add(owner, intervalMs, topic, ordered, count * others);
    pairs = topic < pairs.length ? pairs : Arrays.copyOf(pairs, Growth.of(topic));
    pairs[topic]++;
    for (int i = 0; i < count * others; i++) {
      int atom = Conditions.atom(code, best, i / others);
      int other = Conditions.atom(code, second, i % others);
      int cell = cells.open(topic, Math.min(atom, other), Math.max(atom, other));
      post(id, i, cell, ordered);
    }
    return id;
  }

  /** Where the condition begins that leaves out most, without that of the attribute of another. */
  private int best(int[] code, int other) {
    int best = NONE;
    long least = Long.MAX_VALUE;
    for (int at = 0; at < code.length; at = Conditions.next(code, at)) {
      boolean candidate =
          Conditions.isOneOf(code, at)
              && (other == NONE
                  || Conditions.attribute(code, at) != Conditions.attribute(code, other));
      if (candidate && cost(code, at) < least) {
        best = at;
        least = cost(code, at);
      }
    }
    return best;
  }

  private long cost(int[] code, int at) {
    long count = Conditions.count(code, at);
    return count * 1024 / atoms.values(Conditions.attribute(code, at)) + count * COST_OF_VALUE;
  }

  private boolean isCrowded(int topic, int[] code, int at) {
    for (int i = 0; i < Conditions.count(code, at); i++) {
      int cell = cells.find(topic, Conditions.atom(code, at, i), NONE);
      if (cell != NONE && cells.size(cell) >= crowded) {
        return true;
      }
    }
    return false;
  }

  private void post(int id, int posting, int cell, int[] code) {
    int range = cells.size(cell) >= crowded ? range(code) : NONE;
    if (range == NONE) {
      records.post(id, posting, cell, cells.append(cell, id));
    } else {
      postByBound(id, posting, cell, code, range);
    }
  }

  private static int range(int[] code) {
    for (int at = 0; at < code.length; at = Conditions.next(code, at)) {
      if (!Conditions.isOneOf(code, at)) {
        return at;
      }
    }
    return NONE;
  }

  private void postByBound(int id, int posting, int cell, int[] code, int range) {
    int attribute = Conditions.attribute(code, range);
    int direction = Conditions.hasMin(code, range) ? BoundTrees.MIN : BoundTrees.MAX;
    int tree = trees.find(cell, attribute, direction);
    if (tree == NONE) {
      tree = trees.add(cell, attribute, direction);
      cells.treeAdded(cell);
    }
    records.post(id, posting, ~tree, trees.insert(tree, Conditions.bound(code, range), id));
  }

  /** Takes a subscription off everywhere, and its record away. */
  void remove(int id) {
    int topic = records.topic(id);
    for (int i = 0; i < records.postings(id); i++) {
      int home = records.home(id, i);
      int cell = home < 0 ? trees.cell(~home) : home;
      if (i == 0 && cells.isPair(cell)) {
        pairs[topic]--;
      }
      if (home < 0) {
        if (trees.remove(~home, records.place(id, i))) {
          cells.treeRemoved(cell);
        }
      } else {
        int moved = cells.remove(cell, records.place(id, i));
        if (moved != NONE) {
          records.move(moved, cell, records.place(id, i));
        }
      }
    }
    records.remove(id);
  }

  /**
   * Adds all subscriptions that may want the event, some of them more than once. Who is found under
   * a value or a pair of them has asked for those: such conditions come first in his record.
   */
  void collect(int topic, EventAtoms event, Candidates found) {
    found.setMet(0);
    collectCell(cells.find(topic, NONE, NONE), event, found);
    found.setMet(1);
    IntBag present = event.present();
    for (int i = 0; i < present.size(); i++) {
      collectCell(cells.find(topic, present.get(i), NONE), event, found);
    }
    if (topic >= pairs.length || pairs[topic] == 0) {
      return;
    }
    found.setMet(2);
    for (int i = 0; i < present.size(); i++) {
      for (int j = i + 1; j < present.size(); j++) {
        int low = Math.min(present.get(i), present.get(j));
        int high = Math.max(present.get(i), present.get(j));
        collectCell(cells.find(topic, low, high), event, found);
      }
    }
  }

  private void collectCell(int cell, EventAtoms event, Candidates found) {
    if (cell == NONE) {
      return;
    }
    for (int i = 0; i < cells.size(cell); i++) {
      found.add(cells.entry(cell, i));
    }
    if (cells.trees(cell) == 0) {
      return;
    }
    for (int i = 0; i < event.numbers(); i++) {
      collectByBound(cell, event, i, BoundTrees.MIN, found);
      collectByBound(cell, event, i, BoundTrees.MAX, found);
    }
  }

  private void collectByBound(int cell, EventAtoms event, int i, int direction, Candidates found) {
    int tree = trees.find(cell, event.attribute(i), direction);
    if (tree != NONE) {
      trees.collect(tree, direction, event.number(i), found);
    }
  }

  /** What is in use of cells and trees. */
  int size() {
    return cells.size() + trees.size();
  }
}
