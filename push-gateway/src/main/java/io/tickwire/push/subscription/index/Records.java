package io.tickwire.push.subscription.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a subscription, side by side, so that to look at one is to wait for memory
 * once: who and how, its conditions, then where it is posted.
 *
 * <pre>
 * owner, interval, topic, length of the conditions, number of postings,
 * conditions as {@link Conditions} write them, home and place of each posting
 * </pre>
 *
 * Records lie in chunks that are never moved; room that was given back is used again for records of
 * the same length.
 */
final class Records {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int ROUNDED_TO = 4;
  private static final int OWNER = 0;
  private static final int INTERVAL = 1;
  private static final int TOPIC = 2;
  private static final int CODE_LENGTH = 3;
  private static final int POSTINGS = 4;
  private static final int HEAD = 5;

  private int[][] chunks = {new int[CHUNK]};
  private int chunksUsed = 1;
  private int next;
  private int size;
  private @Nullable IntBag[] free = new @Nullable IntBag[16];

  /**
   * @return the number of the record
   */
  int add(int owner, int intervalMs, int topic, int[] code, int postings) {
    int id = allocate(HEAD + code.length + 2 * postings);
    int[] chunk = chunk(id);
    int at = offset(id);
    chunk[at + OWNER] = owner;
    chunk[at + INTERVAL] = intervalMs;
    chunk[at + TOPIC] = topic;
    chunk[at + CODE_LENGTH] = code.length;
    chunk[at + POSTINGS] = postings;
    System.arraycopy(code, 0, chunk, at + HEAD, code.length);
    size++;
    return id;
  }

  private static int rounded(int length) {
    return (length + ROUNDED_TO - 1) / ROUNDED_TO;
  }

  private int allocate(int length) {
    int units = rounded(length);
    IntBag bag = units < free.length ? free[units] : null;
    if (bag != null && bag.size() > 0) {
      return bag.removeLast();
    }
    if (length > CHUNK) {
      throw new IllegalArgumentException("a subscription too long: length=" + length);
    }
    if (next + units * ROUNDED_TO > CHUNK) {
      addChunk();
    }
    int id = (chunksUsed - 1) << CHUNK_BITS | next;
    next += units * ROUNDED_TO;
    return id;
  }

  private void addChunk() {
    if (chunksUsed == chunks.length) {
      chunks = Arrays.copyOf(chunks, Growth.of(chunksUsed));
    }
    chunks[chunksUsed++] = new int[CHUNK];
    next = 0;
  }

  void remove(int id) {
    int units = rounded(HEAD + codeLength(id) + 2 * postings(id));
    if (units >= free.length) {
      free = Arrays.copyOf(free, Growth.of(units));
    }
    IntBag bag = free[units];
    if (bag == null) {
      bag = new IntBag();
      free[units] = bag;
    }
    bag.add(id);
    size--;
  }

  /** The array that holds the record. */
  int[] chunk(int id) {
    return chunks[id >>> CHUNK_BITS];
  }

  private static int offset(int id) {
    return id & (CHUNK - 1);
  }

  int owner(int id) {
    return chunk(id)[offset(id) + OWNER];
  }

  int intervalMs(int id) {
    return chunk(id)[offset(id) + INTERVAL];
  }

  int topic(int id) {
    return chunk(id)[offset(id) + TOPIC];
  }

  private int codeLength(int id) {
    return chunk(id)[offset(id) + CODE_LENGTH];
  }

  int postings(int id) {
    return chunk(id)[offset(id) + POSTINGS];
  }

  /** Where its conditions begin in its chunk. */
  static int codeFrom(int id) {
    return offset(id) + HEAD;
  }

  int codeTo(int id) {
    return offset(id) + HEAD + codeLength(id);
  }

  int home(int id, int posting) {
    return chunk(id)[codeTo(id) + 2 * posting];
  }

  int place(int id, int posting) {
    return chunk(id)[codeTo(id) + 2 * posting + 1];
  }

  void post(int id, int posting, int home, int place) {
    chunk(id)[codeTo(id) + 2 * posting] = home;
    chunk(id)[codeTo(id) + 2 * posting + 1] = place;
  }

  /** The posting at this home got another place there. */
  void move(int id, int home, int place) {
    for (int i = 0; i < postings(id); i++) {
      if (home(id, i) == home) {
        post(id, i, home, place);
        return;
      }
    }
    throw new AssertionError("not posted there: record=" + id + " home=" + home);
  }

  int size() {
    return size;
  }
}
