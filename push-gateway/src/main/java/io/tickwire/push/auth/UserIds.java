package io.tickwire.push.auth;

/** Which names a user can have: 1 to 128 visible characters, no spaces, no control characters. */
public final class UserIds {
  private static final int LONGEST = 128;

  private UserIds() {}

  public static boolean isValid(String user) {
    return !user.isEmpty()
        && user.length() <= LONGEST
        && user.codePoints().allMatch(UserIds::isVisible);
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
