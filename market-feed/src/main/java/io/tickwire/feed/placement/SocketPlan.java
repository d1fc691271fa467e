package io.tickwire.feed.placement;

import io.tickwire.common.market.Market;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which socket carries which symbols. A symbol stays where it is for as long as it is watched; new
 * ones go to the first socket of their market with room, then to a new one; an empty socket goes. A
 * socket serves one market, as tokens do. Not thread-safe.
 */
public final class SocketPlan {
  /** What one socket carries. */
  public record Share(Market market, Set<String> symbols) {}

  private final int topicsPerSocket;
  private final Map<Market, Integer> topicsPerSymbol;
  private final Map<String, Share> shares = new LinkedHashMap<>();
  private final Map<Market, Integer> made = new EnumMap<>(Market.class);

  /**
   * @param topicsPerSocket a socket is not filled beyond it
   * @param topicsPerSymbol how many topics a symbol of each market takes
   */
  public SocketPlan(int topicsPerSocket, Map<Market, Integer> topicsPerSymbol) {
    for (Map.Entry<Market, Integer> need : topicsPerSymbol.entrySet()) {
      if (need.getValue() > topicsPerSocket) {
        throw new IllegalArgumentException(
            "a socket must hold one symbol at least: topicsPerSocket="
                + topicsPerSocket
                + " market="
                + need.getKey().wireName()
                + " topics="
                + need.getValue());
      }
    }
    this.topicsPerSocket = topicsPerSocket;
    this.topicsPerSymbol = Map.copyOf(topicsPerSymbol);
  }

  /** Moves to exactly these symbols. */
  public void assign(Market market, Collection<String> symbols) {
    Set<String> wanted = new HashSet<>(symbols);
    Set<String> homeless = new TreeSet<>(wanted);
    for (Share share : shares.values()) {
      if (share.market == market) {
        share.symbols.retainAll(wanted);
        homeless.removeAll(share.symbols);
      }
    }
    homeless.forEach(symbol -> roomFor(market).symbols.add(symbol));
    shares.values().removeIf(share -> share.symbols.isEmpty());
  }

  private Share roomFor(Market market) {
    int most = topicsPerSocket / topicsPerSymbol.getOrDefault(market, topicsPerSocket);
    for (Share share : shares.values()) {
      if (share.market == market && share.symbols.size() < most) {
        return share;
      }
    }
    Share share = new Share(market, new TreeSet<>());
    shares.put(market.wireName() + "-" + made.merge(market, 1, Integer::sum), share);
    return share;
  }

  /** By the socket's name, which is never used again; a view, do not change it. */
  public Map<String, Share> shares() {
    return Collections.unmodifiableMap(shares);
  }
}
