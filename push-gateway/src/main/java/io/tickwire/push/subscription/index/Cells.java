package io.tickwire.push.subscription.index;

import java.util.Arrays;

/**
 * Lists of subscriptions that are looked up together: those of a topic that want no particular
 * value, one value, or two. A list is changed in O(1): the last entry takes the place of a removed
 * one.
 */
final class Cells {
  private static final int[] EMPTY = {};

  private final Triples keys = new Triples();

  /** The first entry of each cell: most have no other. */
  private int[] firsts = new int[16];

  /** The entries behind the first. */
  private int[][] others = new int[16][];

  private int[] sizes = new int[16];
  private int[] trees = new int[16];

  /** {@link IdTable#NONE} when nothing is posted there. */
  int find(int topic, int atom, int other) {
    return keys.find(topic, atom, other);
  }

  int open(int topic, int atom, int other) {
    int cell = keys.find(topic, atom, other);
    if (cell != IdTable.NONE) {
      return cell;
    }
    cell = keys.add(topic, atom, other);
    if (cell >= others.length) {
      int length = Growth.of(others.length);
      firsts = Arrays.copyOf(firsts, length);
      others = Arrays.copyOf(others, length);
      sizes = Arrays.copyOf(sizes, length);
      trees = Arrays.copyOf(trees, length);
    }
    others[cell] = EMPTY;
    return cell;
  }

  /** Whether it is about two values. */
  boolean isPair(int cell) {
    return keys.third(cell) != IdTable.NONE;
  }

  int size(int cell) {
    return sizes[cell];
  }

  int entry(int cell, int place) {
    return place == 0 ? firsts[cell] : others[cell][place - 1];
  }

  /** Number of trees that hang below the cell, see {@link BoundTrees}. */
  int trees(int cell) {
    return trees[cell];
  }

  /**
   * @return the place it got
   */
  int append(int cell, int subscription) {
    int place = sizes[cell]++;
    if (place > others[cell].length) {
      others[cell] = Arrays.copyOf(others[cell], Growth.of(place - 1));
    }
    set(cell, place, subscription);
    return place;
  }

  private void set(int cell, int place, int subscription) {
    if (place == 0) {
      firsts[cell] = subscription;
    } else {
      others[cell][place - 1] = subscription;
    }
  }

  /**
   * @return the subscription that has this place now, {@link IdTable#NONE} for none
   */
  int remove(int cell, int place) {
    int last = --sizes[cell];
    int moved = entry(cell, last);
    set(cell, place, moved);
    closeIfEmpty(cell);
    return place == last ? IdTable.NONE : moved;
  }

  void treeAdded(int cell) {
    trees[cell]++;
  }

  void treeRemoved(int cell) {
    trees[cell]--;
    closeIfEmpty(cell);
  }

  private void closeIfEmpty(int cell) {
    if (sizes[cell] == 0 && trees[cell] == 0) {
      keys.remove(cell);
      others[cell] = EMPTY;
    }
  }

  int size() {
    return keys.size();
  }
}
