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
  static final int CROWDED = 32;

  /** More pairs than this are not worth their memory. */
  private static final int MOST_PAIRS = 16;

  /** What a value costs in memory, against 1024 for a condition that leaves out nothing. */
  private static final int COST_OF_VALUE = 1;

  private static final int NONE = IdTable.NONE;

  private final Names atoms;
  private final Cells cells = new Cells();
  private final BoundTrees trees = new BoundTrees();
  private final IntBag free = new IntBag();
  private int[] owners = new int[16];
  private int[] homes = new int[16];
  private int[] places = new int[16];
  private int[] nexts = new int[16];
  private int[] pairs = new int[16];
  private int used;

  Postings(Names atoms) {
    this.atoms = atoms;
  }

  /**
   * Posts a subscription.
   *
   * @param code as {@link Conditions} write it
   * @return what {@link #remove} needs
   */
  int add(int subscription, int topic, int[] code) {
    int best = best(code, NONE);
    if (best == NONE) {
      return post(subscription, cells.open(topic, NONE, NONE), code, NONE);
    }
    int second = isCrowded(topic, code, best) ? best(code, best) : NONE;
    boolean pairUp =
        second != NONE
            && Conditions.count(code, best) * Conditions.count(code, second) <= MOST_PAIRS;
    int chain = NONE;
    for (int i = 0; i < Conditions.count(code, best); i++) {
      int atom = Conditions.atom(code, best, i);
      chain =
          pairUp
              ? postPairs(subscription, topic, code, atom, second, chain)
              : post(subscription, cells.open(topic, atom, NONE), code, chain);
    }
    return chain;
  }

  private int postPairs(
      int subscription, int topic, int[] code, int atom, int second, int chainSoFar) {
    int chain = chainSoFar;
    for (int i = 0; i < Conditions.count(code, second); i++) {
      int other = Conditions.atom(code, second, i);
      int cell = cells.open(topic, Math.min(atom, other), Math.max(atom, other));
      chain = post(subscription, cell, code, chain);
      pairs = topic < pairs.length ? pairs : Arrays.copyOf(pairs, Growth.of(topic));
      pairs[topic]++;
    }
    return chain;
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
      if (cell != NONE && cells.size(cell) >= CROWDED) {
        return true;
      }
    }
    return false;
  }

  private int post(int subscription, int cell, int[] code, int chain) {
    int posting = free.size() > 0 ? free.removeLast() : used++;
    if (posting >= owners.length) {
      int length = Growth.of(posting);
      owners = Arrays.copyOf(owners, length);
      homes = Arrays.copyOf(homes, length);
      places = Arrays.copyOf(places, length);
      nexts = Arrays.copyOf(nexts, length);
    }
    owners[posting] = subscription;
    nexts[posting] = chain;
    int range = cells.size(cell) >= CROWDED ? range(code) : NONE;
    if (range == NONE) {
      homes[posting] = cell;
      places[posting] = cells.append(cell, posting);
    } else {
      postByBound(posting, cell, code, range);
    }
    return posting;
  }

  private static int range(int[] code) {
    for (int at = 0; at < code.length; at = Conditions.next(code, at)) {
      if (!Conditions.isOneOf(code, at)) {
        return at;
      }
    }
    return NONE;
  }

  private void postByBound(int posting, int cell, int[] code, int range) {
    int attribute = Conditions.attribute(code, range);
    int direction = Conditions.hasMin(code, range) ? BoundTrees.MIN : BoundTrees.MAX;
    int tree = trees.find(cell, attribute, direction);
    if (tree == NONE) {
      tree = trees.add(cell, attribute, direction);
      cells.treeAdded(cell);
    }
    homes[posting] = tree;
    places[posting] = ~trees.insert(tree, Conditions.bound(code, range), posting);
  }

  /**
   * @param chain from {@link #add}
   */
  void remove(int chain) {
    for (int posting = chain; posting != NONE; posting = nexts[posting]) {
      boolean inTree = places[posting] < 0;
      int cell = inTree ? trees.cell(homes[posting]) : homes[posting];
      if (cells.isPair(cell)) {
        pairs[cells.topic(cell)]--;
      }
      if (!inTree) {
        int moved = cells.remove(cell, places[posting]);
        if (moved != NONE) {
          places[moved] = places[posting];
        }
      } else if (trees.remove(homes[posting], ~places[posting])) {
        cells.treeRemoved(cell);
      }
      free.add(posting);
    }
  }

  /** Adds all subscriptions that may want the event, some of them more than once. */
  void collect(int topic, EventAtoms event, IntBag found) {
    collectCell(cells.find(topic, NONE, NONE), event, found);
    IntBag present = event.present();
    for (int i = 0; i < present.size(); i++) {
      collectCell(cells.find(topic, present.get(i), NONE), event, found);
    }
    if (topic >= pairs.length || pairs[topic] == 0) {
      return;
    }
    for (int i = 0; i < present.size(); i++) {
      for (int j = i + 1; j < present.size(); j++) {
        int low = Math.min(present.get(i), present.get(j));
        int high = Math.max(present.get(i), present.get(j));
        collectCell(cells.find(topic, low, high), event, found);
      }
    }
  }

  private void collectCell(int cell, EventAtoms event, IntBag found) {
    if (cell == NONE) {
      return;
    }
    for (int i = 0; i < cells.size(cell); i++) {
      found.add(owners[cells.entry(cell, i)]);
    }
    if (cells.trees(cell) == 0) {
      return;
    }
    int from = found.size();
    for (int i = 0; i < event.numbers(); i++) {
      collectByBound(cell, event, i, BoundTrees.MIN, found);
      collectByBound(cell, event, i, BoundTrees.MAX, found);
    }
    for (int i = from; i < found.size(); i++) {
      found.set(i, owners[found.get(i)]);
    }
  }

  private void collectByBound(int cell, EventAtoms event, int i, int direction, IntBag found) {
    int tree = trees.find(cell, event.attribute(i), direction);
    if (tree != NONE) {
      trees.collect(tree, direction, event.number(i), found);
    }
  }

  /** What is in use of cells, trees and postings. */
  int size() {
    return cells.size() + trees.size() + used - free.size();
  }
}
