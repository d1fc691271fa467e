package io.tickwire.push.subscription.index;

import java.util.Arrays;

/**
 * Gives small numbers to keys that its user holds: a hash table of ids with open addressing, in
 * which an id that was given back is used again. To find a key, walk from {@link #first} by {@link
 * #next} until {@link #NONE}, and compare. Costs 16 bytes an id and no objects.
 */
final class IdTable {
  static final int NONE = -1;
  private static final int SMALLEST = 16;

  private int[] slots = newSlots(SMALLEST);
  private int[] hashes = new int[SMALLEST];
  private int[] free = new int[SMALLEST];
  private int freeCount;
  private int used;

  private static int[] newSlots(int length) {
    int[] fresh = new int[length];
    Arrays.fill(fresh, NONE);
    return fresh;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ (mixed >>> 15);
  }

  /** Slot where the search for a hash begins. */
  int first(int hash) {
    return spread(hash) & (slots.length - 1);
  }

  int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** The id in a slot, {@link #NONE} at the end of a search. */
  int at(int slot) {
    return slots[slot];
  }

  boolean hasHash(int id, int hash) {
    return hashes[id] == hash;
  }

  /** All ids are below this. */
  int capacity() {
    return hashes.length;
  }

  int size() {
    return used - freeCount;
  }

  /** A new id; the key must not be in the table. */
  int add(int hash) {
    int id;
    if (freeCount > 0) {
      id = free[--freeCount];
    } else {
      id = used++;
      if (id == hashes.length) {
        hashes = Arrays.copyOf(hashes, Growth.of(hashes.length));
      }
    }
    hashes[id] = hash;
    if (size() * 4 > slots.length * 3) {
      rehash();
    }
    insert(id);
    return id;
  }

  private void rehash() {
    int[] old = slots;
    slots = newSlots(old.length * 2);
    for (int id : old) {
      if (id != NONE) {
        insert(id);
      }
    }
  }

  private void insert(int id) {
    int slot = first(hashes[id]);
    while (slots[slot] != NONE) {
      slot = next(slot);
    }
    slots[slot] = id;
  }

  void remove(int id) {
    int slot = first(hashes[id]);
    while (slots[slot] != id) {
      slot = next(slot);
    }
    closeGap(slot);
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, Growth.of(free.length));
    }
    free[freeCount++] = id;
  }

  /** Moves back whatever a search would no longer reach across the emptied slot. */
  private void closeGap(int emptied) {
    int gap = emptied;
    for (int slot = next(gap); slots[slot] != NONE; slot = next(slot)) {
      int distance = (slot - first(hashes[slots[slot]])) & (slots.length - 1);
      if (distance >= ((slot - gap) & (slots.length - 1))) {
        slots[gap] = slots[slot];
        gap = slot;
      }
    }
    slots[gap] = NONE;
  }
}
