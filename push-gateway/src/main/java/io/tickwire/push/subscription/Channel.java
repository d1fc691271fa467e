package io.tickwire.push.subscription;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel that exists, under the one name its events carry. */
public sealed interface Channel {
  /** Before the name of what a list brings along. */
  String WATCHED = "watched ";

  /** A map with this capacity, by channel, is as large as most connections need. */
  int FEW = 8;

  String name();

  /**
   * What it is known by within a connection; differs from the name for what a list brings along.
   */
  default String key() {
    return name();
  }

  /** Whether a client asks for it by itself, and no list brings it along. */
  default boolean isAskedFor() {
    return key().equals(name());
  }

  /** Whether a connection with these keys gets its events, by itself or because of a list. */
  default boolean isIn(Set<String> keys) {
    return keys.contains(name()) || keys.contains(WATCHED + name());
  }

  /** Whose quotes it brings; null when it brings none. */
  default @Nullable String quotedSymbol() {
    return null;
  }

  private static void requireOne(String user) {
    if (user.indexOf('*') >= 0) {
      throw new IllegalArgumentException("a channel of one user is no pattern: user=" + user);
    }
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

  /**
   * The symbols that a user watches. No event carries its name: it brings along {@link
   * WatchedMarket} for each symbol and {@link WatchedSignals} for all.
   */
  record Watchlist(String user) implements Channel {
    public Watchlist {
      requireOne(user);
    }

    @Override
    public String name() {
      return "watchlist:" + user;
    }
  }

  /** Quotes of a symbol because it is on a list, beside a subscription to the symbol itself. */
  record WatchedMarket(String symbol) implements Channel {
    @Override
    public String name() {
      return "market:" + symbol;
    }

    @Override
    public String key() {
      return WATCHED + name();
    }

    @Override
    public String quotedSymbol() {
      return symbol;
    }
  }

  /** Signals of the symbols on a list. */
  record WatchedSignals() implements Channel {
    @Override
    public String name() {
      return "signals:*";
    }

    @Override
    public String key() {
      return WATCHED + name();
    }
  }

  /** What happened to one user; nothing may be lost, delayed or reordered. */
  record User(String user) implements Channel {
    public User {
      requireOne(user);
    }

    @Override
    public String name() {
      return "user:" + user;
    }
  }
}
