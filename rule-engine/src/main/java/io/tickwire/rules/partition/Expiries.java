package io.tickwire.rules.partition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * When the triggers of a partition expire, so that those on a symbol that nobody trades do so too.
 * Adding and removing costs O(log n), looking when nothing is due O(1). Confined to the engine's
 * event loop.
 */
final class Expiries {
  /** A tick from before the expiry may still be on its way. */
  static final long GRACE_MS = 1_000;

  /** While it is known that some are still to be told, a trigger waits for them so long. */
  static final long MOST_GRACE_MS = 30_000;

  private final TreeSet<Expiry> byTime =
      new TreeSet<>(Comparator.comparingLong(Expiry::atMs).thenComparing(Expiry::id));
  private final Map<String, Expiry> byId = new HashMap<>();

  private record Expiry(long atMs, String id) {}

  /**
   * In place of what was said of it before.
   *
   * @param atMs epoch milliseconds
   */
  void put(String id, long atMs) {
    remove(id);
    Expiry expiry = new Expiry(atMs, id);
    byId.put(id, expiry);
    byTime.add(expiry);
  }

  void remove(String id) {
    Expiry known = byId.remove(id);
    if (known != null) {
      byTime.remove(known);
    }
  }

  /**
   * Takes out those whose time has passed for longer than the grace, the earliest first.
   *
   * @param isToldMore whether ticks from before may still be told to that one
   */
  List<String> due(long nowMs, Predicate<String> isToldMore) {
    if (byTime.isEmpty() || byTime.first().atMs() + GRACE_MS > nowMs) {
      return List.of();
    }
    List<String> due = new ArrayList<>();
    for (Expiry one : byTime) {
      if (one.atMs() + GRACE_MS > nowMs) {
        break;
      }
      if (one.atMs() + MOST_GRACE_MS <= nowMs || !isToldMore.test(one.id())) {
        due.add(one.id());
      }
    }
    due.forEach(this::remove);
    return due;
  }
}
