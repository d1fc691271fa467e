package io.tickwire.push.auth;

/**
 * Which names a user can have: 1 to 128 visible characters, no spaces, no control characters, and
 * no {@code *}, which would make a pattern of the user's channel.
 */
public final class UserIds {
  /** For whoever is told that a name cannot be. */
  public static final String RULE = "must be 1 to 128 visible characters without spaces and *";

  private static final int LONGEST = 128;

  private UserIds() {}

  public static boolean isValid(String user) {
    return !user.isEmpty()
        && user.length() <= LONGEST
        && user.codePoints().allMatch(UserIds::isAllowed);
  }

  private static boolean isAllowed(int codePoint) {
    return codePoint != '*' && isVisible(codePoint);
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
