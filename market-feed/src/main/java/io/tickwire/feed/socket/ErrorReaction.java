package io.tickwire.feed.socket;

/**
 * What an error frame of the exchange makes us do. The number alone does not say: 509 stands for
 * five limits, told apart by their text.
 */
enum ErrorReaction {
  /** Drop the connection and come back with a new token. */
  RECONNECT,
  /** The same after the longest pause: the exchange has too many of us. */
  RECONNECT_LATE,
  /** Send the refused request again after a moment. */
  RETRY,
  /** Send it again after a minute: repeating does not help soon. */
  SHELVE,
  /** Nothing to be done but to write it down. */
  NOTE;

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int SYSTEM_ERROR = 500;
  private static final int LIMIT = 509;

  /**
   * @param answersRequest whether its id is that of a request under way
   */
  static ErrorReaction to(int code, String text, boolean answersRequest) {
    if (code == UNAUTHORIZED || (code == BAD_REQUEST && text.startsWith("ping timeout"))) {
      return RECONNECT;
    }
    if (code == LIMIT) {
      return toLimit(text, answersRequest);
    }
    if (answersRequest) {
      return code == SYSTEM_ERROR ? RETRY : SHELVE;
    }
    return code == SYSTEM_ERROR ? RECONNECT : NOTE;
  }

  private static ErrorReaction toLimit(String text, boolean answersRequest) {
    if (text.contains("session count") || text.startsWith("service busy")) {
      return RECONNECT_LATE;
    }
    if (!answersRequest) {
      // "exceed max permits": the cut that follows brings us back.
      return NOTE;
    }
    return text.contains("per session") ? SHELVE : RETRY;
  }
}
