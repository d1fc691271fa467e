package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.EventFields;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One event in the numbers of an index: only what some filter asks for. Filled anew for each. */
final class EventAtoms {
  private final IntBag present = new IntBag();
  private final IntBag numbered = new IntBag();
  private final @Nullable Decimal18[] numbers = new @Nullable Decimal18[EventFields.MAX_VALUES];
  private int[] seenAt = new int[16];
  private int epoch;

  void read(EventFields event, Names atoms) {
    if (seenAt.length < atoms.capacity()) {
      seenAt = Arrays.copyOf(seenAt, atoms.capacity());
    }
    if (++epoch < 0) {
      Arrays.fill(seenAt, 0);
      epoch = 1;
    }
    present.clear();
    numbered.clear();
    for (int i = 0; i < event.size(); i++) {
      int atom = atoms.find(event.name(i), event.text(i));
      if (atom != IdTable.NONE && seenAt[atom] != epoch) {
        seenAt[atom] = epoch;
        present.add(atom);
      }
      readNumber(event, i, atoms);
    }
  }

  private void readNumber(EventFields event, int i, Names atoms) {
    Decimal18 number = event.number(i);
    int attribute = number == null ? IdTable.NONE : atoms.find(event.name(i), null);
    if (attribute != IdTable.NONE) {
      numbers[numbered.size()] = number;
      numbered.add(attribute);
    }
  }

  /** The values of the event, each once. */
  IntBag present() {
    return present;
  }

  boolean has(int atom) {
    return seenAt[atom] == epoch;
  }

  /** How many numbers the event has; an attribute with several counts with each. */
  int numbers() {
    return numbered.size();
  }

  int attribute(int i) {
    return numbered.get(i);
  }

  Decimal18 number(int i) {
    Decimal18 number = numbers[i];
    if (number == null) {
      throw new AssertionError("no number: i=" + i);
    }
    return number;
  }
}
