package io.tickwire.feed.venue;

/** What an error frame of the exchange makes us do. */
public sealed interface Reaction {
  /** Drop the connection and come back with a new token. */
  record Reconnect() implements Reaction {}

  /** The same after the longest pause: the exchange has too many of us. */
  record ReconnectLate() implements Reaction {}

  /** Send the refused request again after a moment. */
  record Retry() implements Reaction {}

  /** Send nothing for a while: the exchange wants fewer messages. */
  record SlowDown() implements Reaction {}

  /** The topics of the refused request do not exist; ask again only after a long time. */
  record Shelve() implements Reaction {}

  /**
   * A socket holds fewer topics than we thought.
   *
   * @param topics the exchange's number, 0 when it did not say
   */
  record TopicLimit(int topics) implements Reaction {}

  /**
   * One request may name fewer symbols than we thought.
   *
   * @param symbols the exchange's number, 0 when it did not say
   */
  record BatchLimit(int symbols) implements Reaction {}

  /** Nothing to be done but to write it down. */
  record Note() implements Reaction {}
}
