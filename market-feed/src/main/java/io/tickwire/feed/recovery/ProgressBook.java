package io.tickwire.feed.recovery;

import io.tickwire.common.wire.FeedProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the other feeds said they have published, so that the one which takes over knows where the
 * hole begins. What a feed said of a symbol counts for a minute, also when it is gone or has come
 * back without memory. Pure, not thread-safe.
 */
public final class ProgressBook {
  private static final long KEPT_MS = 60_000;

  private record Entry(LastKnown known, long heardMs) {}

  private static final class Feed {
    final Map<String, Entry> entries = new HashMap<>();
    Set<String> watching = Set.of();
  }

  private final Map<String, Feed> feeds = new HashMap<>();

  /** Replaces what the feed said of these symbols before. */
  public void put(FeedProgress progress, long nowMs) {
    Feed feed = feeds.computeIfAbsent(progress.node(), node -> new Feed());
    feed.watching = Set.copyOf(progress.symbols().keySet());
    progress
        .symbols()
        .forEach(
            (symbol, at) ->
                feed.entries.put(symbol, new Entry(new LastKnown(at.get(0), at.get(1)), nowMs)));
    expire(nowMs);
  }

  private void expire(long nowMs) {
    for (Feed feed : feeds.values()) {
      feed.entries.values().removeIf(entry -> nowMs - entry.heardMs >= KEPT_MS);
    }
    feeds.values().removeIf(feed -> feed.entries.isEmpty());
  }

  /**
   * Up to where feeds that no longer watch the symbol have published it.
   *
   * @param isAlive whether the feed of that name is a member
   * @return null when nobody did, or when a live feed still watches it: then both overlap and
   *     nothing is missed
   */
  public @Nullable LastKnown find(String symbol, Predicate<String> isAlive, long nowMs) {
    expire(nowMs);
    LastKnown newest = null;
    for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
      Entry entry = feed.getValue().entries.get(symbol);
      if (entry == null) {
        continue;
      }
      if (feed.getValue().watching.contains(symbol) && isAlive.test(feed.getKey())) {
        return null;
      }
      if (newest == null || isNewer(entry.known, newest)) {
        newest = entry.known;
      }
    }
    return newest;
  }

  private static boolean isNewer(LastKnown one, LastKnown other) {
    return one.sequence() != other.sequence()
        ? one.sequence() > other.sequence()
        : one.timeNs() > other.timeNs();
  }

  /** As a message to the other feeds. */
  public static FeedProgress message(String node, Map<String, LastKnown> progress) {
    Map<String, List<Long>> symbols = new HashMap<>();
    progress.forEach((symbol, at) -> symbols.put(symbol, List.of(at.sequence(), at.timeNs())));
    return new FeedProgress(node, symbols);
  }

  /** What a message says of each symbol. */
  public static Map<String, LastKnown> read(FeedProgress progress) {
    Map<String, LastKnown> read = new HashMap<>();
    progress
        .symbols()
        .forEach((symbol, at) -> read.put(symbol, new LastKnown(at.get(0), at.get(1))));
    return read;
  }

  public int feeds() {
    return feeds.size();
  }
}
