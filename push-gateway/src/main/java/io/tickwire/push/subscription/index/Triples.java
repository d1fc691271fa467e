package io.tickwire.push.subscription.index;

import java.util.Arrays;

/** Numbers for triples of numbers. */
final class Triples {
  private final IdTable ids = new IdTable();
  private int[] keys = new int[3 * 16];

  /** {@link IdTable#NONE} when it is not in here. */
  int find(int a, int b, int c) {
    int hash = hash(a, b, c);
    for (int slot = ids.first(hash); ; slot = ids.next(slot)) {
      int id = ids.at(slot);
      if (id == IdTable.NONE) {
        return IdTable.NONE;
      }
      if (keys[3 * id] == a && keys[3 * id + 1] == b && keys[3 * id + 2] == c) {
        return id;
      }
    }
  }

  private static int hash(int a, int b, int c) {
    return (a * 0x01000193 + b) * 0x01000193 + c;
  }

  /** It must not be in here. */
  int add(int a, int b, int c) {
    int id = ids.add(hash(a, b, c));
    if (3 * id + 3 > keys.length) {
      keys = Arrays.copyOf(keys, 3 * Growth.of(id));
    }
    keys[3 * id] = a;
    keys[3 * id + 1] = b;
    keys[3 * id + 2] = c;
    return id;
  }

  int first(int id) {
    return keys[3 * id];
  }

  int third(int id) {
    return keys[3 * id + 2];
  }

  void remove(int id) {
    ids.remove(id);
  }

  int size() {
    return ids.size();
  }
}
