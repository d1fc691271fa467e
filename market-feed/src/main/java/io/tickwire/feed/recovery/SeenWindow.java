package io.tickwire.feed.recovery;

/**
 * The sequences published last, to tell a repetition from a straggler. Holds {@value #USUAL}; while
 * a gap is open {@value #WIDE}, as live ticks may overtake the answer. Not thread-safe.
 */
final class SeenWindow {
  static final int USUAL = 256;
  static final int WIDE = 4096;
  private static final int FIRST = 16;

  private long[] ring = new long[FIRST];
  private int capacity = USUAL;
  private int size;
  private int next;
  private long forgottenUpTo = Long.MIN_VALUE;

  void add(long sequence) {
    if (size == ring.length && size < capacity) {
      resize(Math.min(capacity, size * 2));
    }
    if (size == ring.length) {
      forgottenUpTo = Math.max(forgottenUpTo, ring[next]);
    }
    ring[next] = sequence;
    next = next + 1 == ring.length ? 0 : next + 1;
    size = Math.min(size + 1, ring.length);
  }

  /** Newest first, as repetitions mostly are of the newest. */
  boolean contains(long sequence) {
    for (int age = 1; age <= size; age++) {
      if (ring[index(age)] == sequence) {
        return true;
      }
    }
    return false;
  }

  /** Above it, what is not here was never added. */
  long forgottenUpTo() {
    return forgottenUpTo;
  }

  private int index(int age) {
    int index = next - age;
    return index < 0 ? index + ring.length : index;
  }

  void widen() {
    capacity = WIDE;
  }

  void narrow() {
    capacity = USUAL;
    if (ring.length > USUAL) {
      resize(USUAL);
    }
  }

  private void resize(int length) {
    int kept = Math.min(size, length);
    for (int age = size; age > kept; age--) {
      forgottenUpTo = Math.max(forgottenUpTo, ring[index(age)]);
    }
    long[] copy = new long[length];
    for (int age = kept; age >= 1; age--) {
      copy[kept - age] = ring[index(age)];
    }
    ring = copy;
    size = kept;
    next = kept == length ? 0 : kept;
  }
}
