package io.tickwire.push.subscription;

/** A channel that exists, under the one name its events carry. */
public sealed interface Channel {
  String name();

  /** Quotes of one symbol; an event replaces the one before. */
  record Market(String symbol) implements Channel {
    @Override
    public String name() {
      return "market:" + symbol;
    }
  }

  /** What happened to one user; nothing may be lost, delayed or reordered. */
  record User(String user) implements Channel {
    @Override
    public String name() {
      return "user:" + user;
    }
  }
}
