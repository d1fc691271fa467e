package io.tickwire.push.stream;

import io.tickwire.push.protocol.Offset;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a long poll has come, as the text {@code since}: an offset, and behind {@code ~} a mark
 * for the newest quote of each symbol that was told. Quotes have no place in the log; by its mark a
 * quote is known again on every gateway, so that a call that comes back does not get it twice.
 *
 * @param offset of the last event, null when none is known
 */
public record PollCursor(@Nullable Offset offset, Set<String> marks) {
  private static final int MARK = 6;
  private static final int MOST_MARKS = 1_000;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  public static final PollCursor NONE = new PollCursor(null, Set.of());

  public PollCursor {
    marks = Set.copyOf(marks);
  }

  /** Null when it is no such text. */
  public static @Nullable PollCursor parse(String text) {
    int tilde = text.indexOf('~');
    String offset = tilde < 0 ? text : text.substring(0, tilde);
    String marks = tilde < 0 ? "" : text.substring(tilde + 1);
    Offset read = offset.isEmpty() ? null : Offset.parse(offset);
    boolean sound =
        (offset.isEmpty() ? tilde >= 0 : read != null)
            && marks.length() % MARK == 0
            && marks.length() <= MARK * MOST_MARKS
            && marks.chars().allMatch(PollCursor::isOfAMark);
    if (!sound) {
      return null;
    }
    Set<String> all = new LinkedHashSet<>();
    for (int from = 0; from < marks.length(); from += MARK) {
      all.add(marks.substring(from, from + MARK));
    }
    return new PollCursor(read, all);
  }

  private static boolean isOfAMark(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /** What a quote is known by: 36 bits of its text. */
  public static String mark(String quote) {
    long hash = FNV_BASIS;
    for (int i = 0; i < quote.length(); i++) {
      hash = (hash ^ quote.charAt(i)) * FNV_PRIME;
    }
    hash ^= hash >>> 29;
    byte[] bytes = new byte[MARK];
    for (int i = 0; i < MARK; i++) {
      bytes[i] = (byte) (hash >>> (8 * i));
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, MARK);
  }

  @Override
  public String toString() {
    String place = offset == null ? "" : offset.toString();
    return marks.isEmpty() ? place : place + "~" + String.join("", marks);
  }
}
