package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.Decimal18;
import java.util.Arrays;

/**
 * Subscriptions ordered by a bound, so that only those a number reaches are looked at. One treap
 * for each cell, attribute and direction; all share the arrays of their nodes. Costs O(log n) to
 * change and O(log n + found) to collect.
 */
final class BoundTrees {
  /** Ordered by their lowest number; a number reaches all up to itself. */
  static final int MIN = 0;

  /** Ordered by their highest number; a number reaches all from itself. */
  static final int MAX = 1;

  private static final int NONE = IdTable.NONE;

  private final Triples trees = new Triples();
  private final IntBag free = new IntBag();
  private int[] roots = new int[0];
  private long[] wholes = new long[0];
  private long[] fractions = new long[0];
  private int[] lefts = new int[0];
  private int[] rights = new int[0];
  private int[] owners = new int[0];
  private int used;
  private int lower;
  private int upper;

  /** {@link IdTable#NONE} when there is none. */
  int find(int cell, int attribute, int direction) {
    return trees.find(cell, attribute, direction);
  }

  int add(int cell, int attribute, int direction) {
    int tree = trees.add(cell, attribute, direction);
    if (tree >= roots.length) {
      roots = Arrays.copyOf(roots, Growth.of(tree));
    }
    roots[tree] = NONE;
    return tree;
  }

  int cell(int tree) {
    return trees.first(tree);
  }

  /**
   * @return the node that stands for it there
   */
  int insert(int tree, Decimal18 bound, int subscription) {
    int node = free.size() > 0 ? free.removeLast() : used++;
    if (node >= wholes.length) {
      grow(Growth.of(node));
    }
    wholes[node] = bound.whole();
    fractions[node] = bound.fractionE18();
    lefts[node] = NONE;
    rights[node] = NONE;
    owners[node] = subscription;
    roots[tree] = insert(roots[tree], node);
    return node;
  }

  private void grow(int length) {
    wholes = Arrays.copyOf(wholes, length);
    fractions = Arrays.copyOf(fractions, length);
    lefts = Arrays.copyOf(lefts, length);
    rights = Arrays.copyOf(rights, length);
    owners = Arrays.copyOf(owners, length);
  }

  /**
   * @return whether the tree is gone, because this was its last node
   */
  boolean remove(int tree, int node) {
    roots[tree] = without(roots[tree], node);
    free.add(node);
    if (roots[tree] != NONE) {
      return false;
    }
    trees.remove(tree);
    return true;
  }

  /** Adds the subscriptions that a number reaches. */
  void collect(int tree, int direction, Decimal18 number, Candidates found) {
    if (direction == MIN) {
      collectUpTo(roots[tree], number, found);
    } else {
      collectFrom(roots[tree], number, found);
    }
  }

  private void collectUpTo(int root, Decimal18 number, Candidates found) {
    for (int node = root; node != NONE; ) {
      if (compare(node, number) <= 0) {
        collectUpTo(lefts[node], number, found);
        found.add(owners[node]);
        node = rights[node];
      } else {
        node = lefts[node];
      }
    }
  }

  private void collectFrom(int root, Decimal18 number, Candidates found) {
    for (int node = root; node != NONE; ) {
      if (compare(node, number) >= 0) {
        collectFrom(rights[node], number, found);
        found.add(owners[node]);
        node = lefts[node];
      } else {
        node = rights[node];
      }
    }
  }

  private int compare(int node, Decimal18 number) {
    int byWhole = Long.compare(wholes[node], number.whole());
    return byWhole != 0 ? byWhole : Long.compare(fractions[node], number.fractionE18());
  }

  private boolean isBefore(int node, int other) {
    if (wholes[node] != wholes[other]) {
      return wholes[node] < wholes[other];
    }
    return fractions[node] != fractions[other] ? fractions[node] < fractions[other] : node < other;
  }

  /** As good as random and needs no memory. */
  private static int priority(int node) {
    int mixed = (node ^ (node >>> 16)) * 0x45D9F3B;
    return (mixed ^ (mixed >>> 15)) * 0x2C1B3C6D;
  }

  private int insert(int root, int node) {
    if (root == NONE) {
      return node;
    }
    if (priority(node) > priority(root)) {
      split(root, node);
      lefts[node] = lower;
      rights[node] = upper;
      return node;
    }
    if (isBefore(node, root)) {
      lefts[root] = insert(lefts[root], node);
    } else {
      rights[root] = insert(rights[root], node);
    }
    return root;
  }

  /** Into what is before the node and what is behind it. */
  private void split(int root, int node) {
    if (root == NONE) {
      lower = NONE;
      upper = NONE;
    } else if (isBefore(root, node)) {
      split(rights[root], node);
      rights[root] = lower;
      lower = root;
    } else {
      split(lefts[root], node);
      lefts[root] = upper;
      upper = root;
    }
  }

  private int without(int root, int node) {
    if (root == node) {
      return merge(lefts[node], rights[node]);
    }
    if (isBefore(node, root)) {
      lefts[root] = without(lefts[root], node);
    } else {
      rights[root] = without(rights[root], node);
    }
    return root;
  }

  private int merge(int before, int behind) {
    if (before == NONE || behind == NONE) {
      return before == NONE ? behind : before;
    }
    if (priority(before) > priority(behind)) {
      rights[before] = merge(rights[before], behind);
      return before;
    }
    lefts[behind] = merge(before, lefts[behind]);
    return behind;
  }

  int size() {
    return trees.size();
  }
}
