package io.tickwire.feed.placement;

import io.tickwire.common.market.Market;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which socket carries which symbols. A socket serves one market, as tokens do. Not thread-safe.
 *
 * <ul>
 *   <li>A symbol stays where it is for as long as it is watched.
 *   <li>A new one goes to the least loaded socket below the chunk, then to a new socket.
 *   <li>An empty socket goes. The emptiest is emptied when the others have room for its symbols and
 *       a fifth of a chunk to spare, so that a symbol more or less does not open and close one.
 *   <li>When the exchange takes fewer topics than thought, sockets give up what came last.
 * </ul>
 *
 * <p>A symbol that moves is on both sockets, and counts on both, until {@link #settled} says that
 * the new one has it: there is no moment without a subscription.
 */
public final class SocketPlan {
  /**
   * What one socket carries.
   *
   * @param symbols including those that leave it once their new socket has them
   */
  public record Share(Market market, Set<String> symbols) {}

  /** A symbol that is on two sockets; {@code to} is where it stays. */
  public record Move(String symbol, String from, String to) {}

  private final Map<Market, MarketSockets> markets = new EnumMap<>(Market.class);

  /**
   * @param topicsPerSymbol how many topics a symbol of each market takes
   */
  public SocketPlan(SocketFill fill, Map<Market, Integer> topicsPerSymbol) {
    topicsPerSymbol.forEach(
        (market, topics) -> markets.put(market, new MarketSockets(market, topics, fill)));
  }

  /** Moves to exactly these symbols. */
  public void assign(Market market, Collection<String> symbols) {
    of(market).assign(symbols);
  }

  /**
   * The new socket of a moving symbol has it acknowledged: it leaves the old one.
   *
   * @return whether it was moving, so that the shares are others now
   */
  public boolean settled(String symbol) {
    for (MarketSockets sockets : markets.values()) {
      if (sockets.settled(symbol)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The exchange takes fewer topics on a socket of that market than thought. The symbols that came
   * last are moved off the sockets above it. A limit is never raised, nor below one symbol.
   *
   * @param topics the exchange's number; 0 when it did not say, which changes nothing
   * @return whether it was lower than the one before
   */
  public boolean lowerLimit(Market market, int topics) {
    return topics > 0 && of(market).lowerLimit(topics);
  }

  private MarketSockets of(Market market) {
    MarketSockets sockets = markets.get(market);
    if (sockets == null) {
      throw new IllegalArgumentException("no topics known: market=" + market.wireName());
    }
    return sockets;
  }

  /** The moves under way. */
  public List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    markets.values().forEach(sockets -> sockets.collectMoves(moves));
    return moves;
  }

  /** By the socket's name, which is never used again; as of now. */
  public Map<String, Share> shares() {
    Map<String, Share> shares = new LinkedHashMap<>();
    markets.forEach(
        (market, sockets) ->
            sockets.forEachSocket(
                socket -> shares.put(socket.id, new Share(market, socket.symbols()))));
    return Collections.unmodifiableMap(shares);
  }
}
