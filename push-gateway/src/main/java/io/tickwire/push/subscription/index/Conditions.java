package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Filter.Between;
import io.tickwire.push.subscription.Filter.Condition;
import io.tickwire.push.subscription.Filter.OneOf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A filter as numbers, one condition after the other:
 *
 * <pre>
 * one of   count, attribute, atom 1 ... atom count in ascending order
 * between  -1 (min), -2 (max) or -3 (both), attribute, four numbers for each bound
 * </pre>
 *
 * An attribute is itself a name without a value in {@link Names}; an atom is a name with one.
 */
final class Conditions {
  /** From here on it is quicker to look for the event's values in the list. */
  private static final int LONG_LIST = 16;

  private static final int HAS_MIN = 1;
  private static final int HAS_MAX = 2;
  private static final int BOUND = 4;
  static final int HEAD = 2;

  private Conditions() {}

  static int[] encode(Filter filter, Names atoms) {
    int length = 0;
    for (Condition condition : filter.conditions()) {
      length += length(condition);
    }
    int[] code = new int[length];
    int at = 0;
    for (Condition condition : filter.conditions()) {
      code[at + 1] = atoms.acquire(condition.attribute(), null);
      if (condition instanceof OneOf oneOf) {
        encode(oneOf, code, at, atoms);
      } else if (condition instanceof Between between) {
        encode(between, code, at);
      }
      at = next(code, at);
    }
    return code;
  }

  /**
   * The same conditions, with one of them first and another behind it.
   *
   * @param first where it begins
   * @param second where that begins, {@link IdTable#NONE} for none
   */
  static int[] inFront(int[] code, int first, int second) {
    int[] ordered = new int[code.length];
    int to = copy(code, first, ordered, 0);
    to = second == IdTable.NONE ? to : copy(code, second, ordered, to);
    for (int at = 0; at < code.length; at = next(code, at)) {
      if (at != first && at != second) {
        to = copy(code, at, ordered, to);
      }
    }
    return ordered;
  }

  private static int copy(int[] code, int at, int[] into, int to) {
    int length = next(code, at) - at;
    System.arraycopy(code, at, into, to, length);
    return to + length;
  }

  static void release(int[] code, int from, int to, Names atoms) {
    for (int at = from; at < to; at = next(code, at)) {
      if (isOneOf(code, at)) {
        for (int i = 0; i < count(code, at); i++) {
          atoms.release(atom(code, at, i));
        }
      }
      atoms.release(attribute(code, at));
    }
  }

  private static int length(Condition condition) {
    if (condition instanceof OneOf oneOf) {
      return HEAD + oneOf.values().size();
    }
    Between between = (Between) condition;
    return HEAD + (between.min() == null ? 0 : BOUND) + (between.max() == null ? 0 : BOUND);
  }

  private static void encode(OneOf condition, int[] code, int at, Names atoms) {
    int count = condition.values().size();
    code[at] = count;
    for (int i = 0; i < count; i++) {
      code[at + HEAD + i] = atoms.acquire(condition.attribute(), condition.values().get(i));
    }
    Arrays.sort(code, at + HEAD, at + HEAD + count);
  }

  private static void encode(Between condition, int[] code, int at) {
    Decimal18 min = condition.min();
    Decimal18 max = condition.max();
    code[at] = -((min == null ? 0 : HAS_MIN) | (max == null ? 0 : HAS_MAX));
    put(min, code, at + HEAD);
    put(max, code, at + HEAD + (min == null ? 0 : BOUND));
  }

  private static void put(@Nullable Decimal18 bound, int[] code, int at) {
    if (bound != null) {
      code[at] = (int) (bound.whole() >>> 32);
      code[at + 1] = (int) bound.whole();
      code[at + 2] = (int) (bound.fractionE18() >>> 32);
      code[at + 3] = (int) bound.fractionE18();
    }
  }

  private static long pair(int[] code, int at) {
    return (long) code[at] << 32 | (code[at + 1] & 0xFFFF_FFFFL);
  }

  /** Where the condition behind this one begins. */
  static int next(int[] code, int at) {
    return at + HEAD + (isOneOf(code, at) ? code[at] : BOUND * Integer.bitCount(-code[at]));
  }

  static boolean isOneOf(int[] code, int at) {
    return code[at] > 0;
  }

  static int count(int[] code, int at) {
    return code[at];
  }

  static int attribute(int[] code, int at) {
    return code[at + 1];
  }

  static int atom(int[] code, int at, int i) {
    return code[at + HEAD + i];
  }

  static boolean hasMin(int[] code, int at) {
    return (-code[at] & HAS_MIN) != 0;
  }

  /** The lowest number of a range, the highest when it has no lowest. */
  static Decimal18 bound(int[] code, int at) {
    return new Decimal18(pair(code, at + HEAD), pair(code, at + HEAD + 2));
  }

  /**
   * Whether the event meets all that are written there.
   *
   * @param known how many of them, from the first on, it is known to meet
   */
  static boolean areMet(int[] code, int from, int to, int known, EventAtoms event) {
    int unknown = from;
    for (int i = 0; i < known; i++) {
      unknown = next(code, unknown);
    }
    for (int at = unknown; at < to; at = next(code, at)) {
      if (!(isOneOf(code, at) ? hasOne(code, at, event) : hasNumber(code, at, event))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasOne(int[] code, int at, EventAtoms event) {
    int from = at + HEAD;
    int to = from + code[at];
    if (to - from > LONG_LIST) {
      IntBag present = event.present();
      for (int i = 0; i < present.size(); i++) {
        if (Arrays.binarySearch(code, from, to, present.get(i)) >= 0) {
          return true;
        }
      }
      return false;
    }
    for (int i = from; i < to; i++) {
      if (event.has(code[i])) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasNumber(int[] code, int at, EventAtoms event) {
    for (int i = 0; i < event.numbers(); i++) {
      if (event.attribute(i) == code[at + 1] && isWithin(code, at, event.number(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWithin(int[] code, int at, Decimal18 number) {
    int bound = at + HEAD;
    if ((-code[at] & HAS_MIN) != 0) {
      if (compare(number, code, bound) < 0) {
        return false;
      }
      bound += BOUND;
    }
    return (-code[at] & HAS_MAX) == 0 || compare(number, code, bound) <= 0;
  }

  private static int compare(Decimal18 number, int[] code, int at) {
    int byWhole = Long.compare(number.whole(), pair(code, at));
    return byWhole != 0 ? byWhole : Long.compare(number.fractionE18(), pair(code, at + 2));
  }
}
