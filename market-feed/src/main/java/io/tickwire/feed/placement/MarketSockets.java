package io.tickwire.feed.placement;

import io.tickwire.common.market.Market;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one market. Not thread-safe.
 *
 * <p>Per symbol: absent → homed on one socket → moving: homed on the new one, leaving the old one →
 * settled: homed on the new one only. Sizes are in symbols; a symbol takes the same number of
 * topics as any other of its market.
 */
final class MarketSockets {
  /** A merge must leave this part of a chunk free, or the next few symbols undid it. */
  private static final int SPARE_PARTS = 5;

  private final Market market;
  private final int topicsPerSymbol;
  private final List<PlannedSocket> sockets = new ArrayList<>();
  private final Map<String, PlannedSocket> homeOf = new HashMap<>();
  private final Map<String, PlannedSocket> leavingFrom = new HashMap<>();
  private SocketFill fill;
  private int made;

  MarketSockets(Market market, int topicsPerSymbol, SocketFill fill) {
    if (topicsPerSymbol > fill.chunk()) {
      throw new IllegalArgumentException(
          "a socket must hold one symbol at least: topicsPerSocket="
              + fill.chunk()
              + " market="
              + market.wireName()
              + " topics="
              + topicsPerSymbol);
    }
    this.market = market;
    this.topicsPerSymbol = topicsPerSymbol;
    this.fill = fill;
  }

  private int chunk() {
    return fill.chunk() / topicsPerSymbol;
  }

  private int limit() {
    return fill.limit() / topicsPerSymbol;
  }

  void assign(Collection<String> symbols) {
    Set<String> wanted = new HashSet<>(symbols);
    List<String> unwanted =
        homeOf.keySet().stream().filter(symbol -> !wanted.contains(symbol)).toList();
    unwanted.forEach(this::remove);
    dropEmpty();
    Set<String> homeless = new TreeSet<>(wanted);
    homeless.removeAll(homeOf.keySet());
    homeless.forEach(symbol -> settleOn(roomFor(), symbol));
    merge();
  }

  private void remove(String symbol) {
    PlannedSocket home = homeOf.remove(symbol);
    if (home != null) {
      home.homes.remove(symbol);
    }
    PlannedSocket old = leavingFrom.remove(symbol);
    if (old != null) {
      old.leaving.remove(symbol);
    }
  }

  private void settleOn(PlannedSocket socket, String symbol) {
    socket.homes.add(symbol);
    homeOf.put(symbol, socket);
  }

  /** The least loaded socket with room; one that is being emptied only before a new one. */
  private PlannedSocket roomFor() {
    PlannedSocket best = leastLoaded(socket -> !socket.homes.isEmpty());
    if (best == null) {
      best = leastLoaded(socket -> true);
    }
    return best == null ? open() : best;
  }

  private @Nullable PlannedSocket leastLoaded(Predicate<PlannedSocket> candidate) {
    PlannedSocket best = null;
    for (PlannedSocket socket : sockets) {
      if (candidate.test(socket)
          && socket.homes.size() < chunk()
          && socket.load() < limit()
          && (best == null || socket.load() < best.load())) {
        best = socket;
      }
    }
    return best;
  }

  private PlannedSocket open() {
    made++;
    PlannedSocket socket = new PlannedSocket(market.wireName() + "-" + made);
    sockets.add(socket);
    return socket;
  }

  /** Empties the emptiest socket when the others have room for it and to spare; one at a time. */
  private void merge() {
    if (!leavingFrom.isEmpty() || sockets.size() < 2) {
      return;
    }
    int spare = Math.max(1, chunk() / SPARE_PARTS);
    if (homeOf.size() + spare > (sockets.size() - 1) * chunk()) {
      return;
    }
    PlannedSocket emptiest = sockets.get(0);
    for (PlannedSocket socket : sockets) {
      if (socket.homes.size() < emptiest.homes.size()) {
        emptiest = socket;
      }
    }
    PlannedSocket old = emptiest;
    for (String symbol : List.copyOf(old.homes)) {
      PlannedSocket next = leastLoaded(socket -> socket != old);
      if (next != null) {
        move(symbol, old, next);
      }
    }
  }

  private void move(String symbol, PlannedSocket from, PlannedSocket to) {
    from.homes.remove(symbol);
    PlannedSocket first = leavingFrom.get(symbol);
    if (first == null) {
      from.leaving.add(symbol);
      leavingFrom.put(symbol, from);
    } else if (first == to) {
      to.leaving.remove(symbol);
      leavingFrom.remove(symbol);
    }
    settleOn(to, symbol);
  }

  boolean settled(String symbol) {
    PlannedSocket old = leavingFrom.remove(symbol);
    if (old == null) {
      return false;
    }
    old.leaving.remove(symbol);
    dropEmpty();
    merge();
    return true;
  }

  boolean lowerLimit(int topics) {
    SocketFill lower = fill.below(Math.max(topics, topicsPerSymbol));
    if (lower.equals(fill)) {
      return false;
    }
    fill = lower;
    for (PlannedSocket socket : List.copyOf(sockets)) {
      List<String> oldestFirst = List.copyOf(socket.homes);
      for (int last = oldestFirst.size() - 1; last >= chunk(); last--) {
        move(oldestFirst.get(last), socket, roomFor());
      }
    }
    dropEmpty();
    return true;
  }

  private void dropEmpty() {
    sockets.removeIf(socket -> socket.load() == 0);
  }

  void forEachSocket(Consumer<PlannedSocket> visitor) {
    sockets.forEach(visitor);
  }

  /** Adds the moves under way. */
  void collectMoves(List<SocketPlan.Move> into) {
    leavingFrom.forEach(
        (symbol, old) -> {
          PlannedSocket home = homeOf.get(symbol);
          if (home != null) {
            into.add(new SocketPlan.Move(symbol, old.id, home.id));
          }
        });
  }
}
