package io.tickwire.feed.placement;

import io.tickwire.common.wire.Demand;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * What every node wants to hear of, each until its time to live has passed. Not thread-safe.
 *
 * <p>Times are milliseconds of any clock that does not go back.
 */
public final class DemandBook {
  private record Entry(Set<String> symbols, Set<String> armed, long untilMs) {}

  /** A node that asks for longer has to repeat itself all the same. */
  private static final long LONGEST_TTL_MS = 3_600_000;

  private final Map<String, Entry> byNode = new HashMap<>();

  /** Nodes that may have restarted under their old name: all they say is news. */
  private final Set<String> forgetful = new HashSet<>();

  /**
   * Replaces what the node said before.
   *
   * @return the symbols that this node did not want until now
   */
  public Set<String> put(Demand demand, long nowMs) {
    Set<String> news = new HashSet<>(demand.symbols());
    long untilMs = nowMs + Math.min(demand.ttlMs(), LONGEST_TTL_MS);
    Entry before = byNode.put(demand.node(), new Entry(demand.symbols(), demand.armed(), untilMs));
    if (before != null && nowMs - before.untilMs < 0 && !forgetful.contains(demand.node())) {
      news.removeAll(before.symbols);
    }
    forgetful.remove(demand.node());
    return news;
  }

  /**
   * From now on the next demand of each node counts as new in every symbol: call it when members
   * come or go.
   */
  public void expectRestarts() {
    forgetful.addAll(byNode.keySet());
  }

  /** Forgets the nodes that fell silent; true when there were some. */
  public boolean expire(long nowMs) {
    boolean any = false;
    for (Iterator<Map.Entry<String, Entry>> all = byNode.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Entry> node = all.next();
      if (nowMs - node.getValue().untilMs >= 0) {
        forgetful.remove(node.getKey());
        all.remove();
        any = true;
      }
    }
    return any;
  }

  /** Everything that somebody wants; call {@link #expire} before. */
  public Set<String> union() {
    Set<String> union = new HashSet<>();
    byNode.values().forEach(entry -> union.addAll(entry.symbols));
    return union;
  }

  /** Everything on which rules are armed; call {@link #expire} before. */
  public Set<String> armed() {
    Set<String> armed = new HashSet<>();
    byNode.values().forEach(entry -> armed.addAll(entry.armed));
    return armed;
  }

  /**
   * Everything that somebody wants without rules on it, so to show it; call {@link #expire} before.
   */
  public Set<String> shown() {
    Set<String> shown = new HashSet<>();
    for (Entry entry : byNode.values()) {
      for (String symbol : entry.symbols) {
        if (!entry.armed.contains(symbol)) {
          shown.add(symbol);
        }
      }
    }
    return shown;
  }

  public int nodes() {
    return byNode.size();
  }
}
