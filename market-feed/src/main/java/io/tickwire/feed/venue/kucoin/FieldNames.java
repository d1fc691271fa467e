package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.ByteWords;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a field by its name as text or as bytes. A name has at most 16 bytes, so its length, first
 * and last eight bytes are the whole of it. Immutable.
 */
final class FieldNames<F extends Enum<F> & FieldNames.Named> {
  private static final int SLOTS = 128;
  private static final int LONGEST = 2 * Long.BYTES;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  /** A field that a frame may call by one of some names. */
  interface Named {
    List<String> names();
  }

  private record Name<F>(long first, long last, int length, F field) {}

  private final @Nullable Name<F>[] slots;

  FieldNames(F[] fields) {
    slots = slots();
    for (F field : fields) {
      for (String name : field.names()) {
        add(name.getBytes(StandardCharsets.US_ASCII), field);
      }
    }
  }

  // An array of a generic type cannot be made otherwise.
  @SuppressWarnings("unchecked")
  private static <F> @Nullable Name<F>[] slots() {
    return (@Nullable Name<F>[]) new Name<?>[SLOTS];
  }

  private void add(byte[] name, F field) {
    if (name.length > LONGEST) {
      throw new IllegalArgumentException("name too long: field=" + field);
    }
    long first = ByteWords.first(name, 0, name.length);
    long last = ByteWords.last(name, 0, name.length);
    int at = slot(first, last, name.length);
    while (slots[at] != null) {
      at = (at + 1) % SLOTS;
    }
    slots[at] = new Name<>(first, last, name.length, field);
  }

  @Nullable F find(byte[] bytes, int from, int to) {
    long first = ByteWords.first(bytes, from, to);
    long last = ByteWords.last(bytes, from, to);
    int length = to - from;
    int at = slot(first, last, length);
    for (Name<F> name = slots[at]; name != null; name = slots[at]) {
      if (name.first == first && name.last == last && name.length == length) {
        return name.field;
      }
      at = (at + 1) % SLOTS;
    }
    return null;
  }

  @Nullable F find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return find(bytes, 0, bytes.length);
  }

  private static int slot(long first, long last, int length) {
    long hash = (first ^ Long.rotateLeft(last, 29) ^ length) * MULTIPLIER;
    return (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(SLOTS)));
  }
}
