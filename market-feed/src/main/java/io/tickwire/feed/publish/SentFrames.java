package io.tickwire.feed.publish;

/**
 * Frames on their way to one consumer: number and size, in the order sent. No objects per frame.
 */
final class SentFrames {
  private static final int FIRST_CAPACITY = 16;

  private long[] sequences = new long[FIRST_CAPACITY];
  private int[] sizes = new int[FIRST_CAPACITY];
  private int head;
  private int count;

  void add(long sequence, int bytes) {
    if (count == sequences.length) {
      grow();
    }
    int at = (head + count) & (sequences.length - 1);
    sequences[at] = sequence;
    sizes[at] = bytes;
    count++;
  }

  private void grow() {
    long[] moreSequences = new long[2 * count];
    int[] moreSizes = new int[2 * count];
    for (int i = 0; i < count; i++) {
      int at = (head + i) & (count - 1);
      moreSequences[i] = sequences[at];
      moreSizes[i] = sizes[at];
    }
    sequences = moreSequences;
    sizes = moreSizes;
    head = 0;
  }

  /**
   * Takes out what is handled.
   *
   * @return its bytes
   */
  long handled(long sequence) {
    long bytes = 0;
    while (count > 0 && sequences[head] <= sequence) {
      bytes += sizes[head];
      head = (head + 1) & (sequences.length - 1);
      count--;
    }
    return bytes;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The number of the first that is not handled; 0 when all are. */
  long oldest() {
    return count == 0 ? 0 : sequences[head];
  }
}
