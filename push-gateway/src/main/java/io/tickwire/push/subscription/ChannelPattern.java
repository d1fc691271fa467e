package io.tickwire.push.subscription;

/**
 * Names with {@code *}: one segment in the middle, any rest at the end. A segment ends before a
 * {@code .} or {@code :} and keeps the one it begins with.
 */
public final class ChannelPattern {
  static final int LONGEST = 256;
  static final int MOST_SEGMENTS = 8;

  private ChannelPattern() {}

  /** Whether the name could be one of a channel or of several. */
  static boolean isWellFormed(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return false;
    }
    int segments = 0;
    for (int from = 0; from < name.length(); from = end(name, from)) {
      int to = end(name, from);
      String bare = name.substring(startsWithSeparator(name, from) ? from + 1 : from, to);
      boolean sound = bare.equals("*") || (!bare.isEmpty() && bare.indexOf('*') < 0);
      if (!sound || ++segments > MOST_SEGMENTS || !bare.codePoints().allMatch(c -> c > ' ')) {
        return false;
      }
    }
    return true;
  }

  /** Whether a channel is meant by a name or pattern. */
  public static boolean fits(String pattern, String channel) {
    int at = 0;
    int from = 0;
    while (from < pattern.length() && at < channel.length()) {
      int to = end(pattern, from);
      if (isWildcard(pattern, from, to)) {
        if (startsWithSeparator(pattern, from) && pattern.charAt(from) != channel.charAt(at)) {
          return false;
        }
        if (to == pattern.length()) {
          return true;
        }
      } else if (!isSame(pattern, from, to, channel, at)) {
        return false;
      }
      from = to;
      at = end(channel, at);
    }
    return from == pattern.length() && at == channel.length();
  }

  private static boolean isSame(String pattern, int from, int to, String channel, int at) {
    return end(channel, at) - at == to - from
        && pattern.regionMatches(from, channel, at, to - from);
  }

  private static boolean isWildcard(String text, int from, int to) {
    return text.charAt(to - 1) == '*' && to - from == (startsWithSeparator(text, from) ? 2 : 1);
  }

  private static boolean startsWithSeparator(String text, int from) {
    return text.charAt(from) == '.' || text.charAt(from) == ':';
  }

  /** Where the segment that begins here ends. */
  public static int end(String text, int from) {
    int to = from + 1;
    while (to < text.length() && text.charAt(to) != '.' && text.charAt(to) != ':') {
      to++;
    }
    return to;
  }
}
