package io.tickwire.push.subscription;

import org.jspecify.annotations.Nullable;

/** A channel that exists, under the one name its events carry. */
public sealed interface Channel {
  String name();

  /**
   * What it is known by within a connection; differs from the name for what a list brings along.
   */
  default String key() {
    return name();
  }

  /** Whose quotes it brings; null when it brings none. */
  default @Nullable String quotedSymbol() {
    return null;
  }

  /** Quotes of one symbol; an event replaces the one before. */
  record Market(String symbol) implements Channel {
    @Override
    public String name() {
      return "market:" + symbol;
    }

    @Override
    public String quotedSymbol() {
      return symbol;
    }
  }

  /**
   * What backends publish, under one name or a pattern of names; every event counts, and filters
   * say which ones are wanted.
   */
  record Topic(String name) implements Channel {}

  /** What happened to one user; nothing may be lost, delayed or reordered. */
  record User(String user) implements Channel {
    @Override
    public String name() {
      return "user:" + user;
    }
  }
}
