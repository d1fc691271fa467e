package io.tickwire.push.subscription.index;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for names and for pairs of a name and a value, such as an attribute and what it must be,
 * as long as somebody uses them. Who uses a pair uses its name as well, from before until after.
 *
 * <p>Clients choose the names. So where one is looked for hangs on a secret: else they could choose
 * thousands that are looked for in the same place, one after the other.
 */
final class Names {
  private static final SecureRandom SECRETS = new SecureRandom();

  private final long secret = SECRETS.nextLong() | 1;
  private final IdTable ids = new IdTable();
  private @Nullable String[] names = new @Nullable String[16];
  private @Nullable String[] values = new @Nullable String[16];
  private int[] uses = new int[16];
  private int[] valuesOf = new int[16];

  /** {@link IdTable#NONE} when nobody uses it. */
  int find(String name, @Nullable String value) {
    int hash = hash(name, value);
    for (int slot = ids.first(hash); ; slot = ids.next(slot)) {
      int id = ids.at(slot);
      if (id == IdTable.NONE) {
        return IdTable.NONE;
      }
      if (ids.hasHash(id, hash) && name.equals(names[id]) && isSame(value, values[id])) {
        return id;
      }
    }
  }

  private static boolean isSame(@Nullable String one, @Nullable String other) {
    return one == null ? other == null : one.equals(other);
  }

  int hash(String name, @Nullable String value) {
    long mixed = mix(secret, name);
    return (int) (value == null ? mixed : mix(mixed + secret, value));
  }

  /** The secret is odd, so no state of two texts that differ is lost. */
  private long mix(long before, String text) {
    long state = before;
    for (int i = 0; i < text.length(); i++) {
      state = (state ^ text.charAt(i)) * secret;
      state ^= state >>> 32;
    }
    return state;
  }

  /** Its number; it keeps it until it was released as often as it was acquired. */
  int acquire(String name, @Nullable String value) {
    int id = find(name, value);
    if (id == IdTable.NONE) {
      id = ids.add(hash(name, value));
      if (id >= names.length) {
        int length = Growth.of(names.length);
        names = Arrays.copyOf(names, length);
        values = Arrays.copyOf(values, length);
        uses = Arrays.copyOf(uses, length);
        valuesOf = Arrays.copyOf(valuesOf, length);
      }
      names[id] = name;
      values[id] = value;
      count(name, value, 1);
    }
    uses[id]++;
    return id;
  }

  /**
   * @return whether nobody uses it any more
   */
  boolean release(int id) {
    if (--uses[id] > 0) {
      return false;
    }
    String name = names[id];
    if (name != null) {
      count(name, values[id], -1);
    }
    ids.remove(id);
    names[id] = null;
    values[id] = null;
    return true;
  }

  private void count(String name, @Nullable String value, int change) {
    int owner = value == null ? IdTable.NONE : find(name, null);
    if (owner != IdTable.NONE) {
      valuesOf[owner] += change;
    }
  }

  /** How many values are in use together with this name. */
  int values(int id) {
    return valuesOf[id];
  }

  @Nullable String name(int id) {
    return names[id];
  }

  /** All numbers are below this. */
  int capacity() {
    return names.length;
  }

  int size() {
    return ids.size();
  }
}
