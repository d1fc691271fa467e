package io.tickwire.rules.book;

import java.util.Arrays;

/**
 * The handles of a {@link PriceBook} by the owner of their rule: a hash table of chains in two
 * arrays of ints, one to two rules a chain; six to nine bytes a rule.
 */
final class OwnerIndex {
  static final int NONE = -1;

  private final PriceBook<Rule> book;

  /** The first handle of each chain. */
  private int[] first = empty(16);

  /** By handle, the next one of its chain. */
  private int[] next = new int[16];

  private int size;

  OwnerIndex(PriceBook<Rule> book) {
    this.book = book;
  }

  void add(int handle, String ownerId) {
    if (handle >= next.length) {
      next = Arrays.copyOf(next, Math.max(handle + 1, Capacity.after(next.length)));
    }
    if (size / 2 == first.length) {
      widen();
    }
    int chain = chain(ownerId);
    next[handle] = first[chain];
    first[chain] = handle;
    size++;
  }

  /** Also of a handle whose rule has left the book. */
  void remove(int handle, String ownerId) {
    int chain = chain(ownerId);
    if (first[chain] == handle) {
      first[chain] = next[handle];
    } else {
      int before = first[chain];
      while (next[before] != handle) {
        before = next[before];
      }
      next[before] = next[handle];
    }
    size--;
  }

  /** A handle of the owner, or {@link #NONE}. */
  int first(String ownerId) {
    // Most books of a symbol are empty, and their chains are in nobody's cache.
    return size == 0 ? NONE : owned(first[chain(ownerId)], ownerId);
  }

  /** The handle of the same owner that follows, or {@link #NONE}. */
  int next(int handle, String ownerId) {
    return owned(next[handle], ownerId);
  }

  private int owned(int from, String ownerId) {
    int handle = from;
    while (handle != NONE && !book.rule(handle).ownerId().equals(ownerId)) {
      handle = next[handle];
    }
    return handle;
  }

  private void widen() {
    int[] narrow = first;
    first = empty(Math.multiplyExact(narrow.length, 2));
    for (int head : narrow) {
      int handle = head;
      while (handle != NONE) {
        int following = next[handle];
        int chain = chain(book.rule(handle).ownerId());
        next[handle] = first[chain];
        first[chain] = handle;
        handle = following;
      }
    }
  }

  private int chain(String ownerId) {
    int hash = ownerId.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (first.length - 1);
  }

  private static int[] empty(int length) {
    int[] chains = new int[length];
    Arrays.fill(chains, NONE);
    return chains;
  }
}
