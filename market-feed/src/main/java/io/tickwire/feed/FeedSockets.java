package io.tickwire.feed;

import io.tickwire.common.market.Market;
import io.tickwire.feed.placement.SocketPlan;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.socket.ExchangeSocket;
import io.tickwire.feed.socket.SocketState;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.kucoin.Topic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open sockets of this feed, kept as the plan says. Confined to one event loop, except what the
 * admin port reads.
 */
final class FeedSockets {
  private final ExchangeSocket.Surroundings around;
  private final VenueRest rest;
  private final Venue venue;
  private final FeedMetrics metrics;
  private final Map<String, ExchangeSocket> byId = new HashMap<>();
  private final Map<String, Set<String>> carried = new HashMap<>();
  private final SocketRoster roster;

  FeedSockets(
      ExchangeSocket.Surroundings around,
      VenueRest rest,
      Venue venue,
      FeedMetrics metrics,
      SocketRoster roster) {
    this.around = around;
    this.rest = rest;
    this.venue = venue;
    this.metrics = metrics;
    this.roster = roster;
  }

  /** Opens, fills and closes sockets until they are these. */
  void follow(Map<String, SocketPlan.Share> shares) {
    List<String> gone = byId.keySet().stream().filter(id -> !shares.containsKey(id)).toList();
    gone.forEach(this::close);
    shares.forEach(this::fill);
    roster.set(byId.values());
  }

  /** Whether the socket is live and has every topic it was told to carry. */
  boolean isAcknowledged(String id) {
    ExchangeSocket socket = byId.get(id);
    return socket != null
        && socket.state() == SocketState.LIVE
        && socket.status().acknowledged() == socket.topics();
  }

  private void fill(String id, SocketPlan.Share share) {
    Set<String> symbols = Set.copyOf(share.symbols());
    if (symbols.equals(carried.put(id, symbols))) {
      return;
    }
    Collection<Topic> topics = new ArrayList<>();
    symbols.forEach(symbol -> topics.addAll(Topic.ofSymbol(share.market(), symbol)));
    ExchangeSocket known = byId.get(id);
    ExchangeSocket socket = known == null ? make(id, share.market()) : known;
    socket.desire(topics);
    if (known == null) {
      socket.start();
    }
  }

  private ExchangeSocket make(String id, Market market) {
    ExchangeSocket socket =
        new ExchangeSocket(
            around, id, market, () -> rest.call(venue.grant(market), VenueRest.Priority.CONNECT));
    byId.put(id, socket);
    metrics.opened(socket);
    return socket;
  }

  private Future<Void> close(String id) {
    ExchangeSocket socket = byId.remove(id);
    carried.remove(id);
    if (socket == null) {
      return Future.succeededFuture();
    }
    metrics.closed(socket);
    return socket.close();
  }

  Future<Void> closeAll() {
    List<Future<Void>> closes = new ArrayList<>();
    for (String id : List.copyOf(byId.keySet())) {
      closes.add(close(id));
    }
    roster.set(List.of());
    return Future.join(closes).mapEmpty();
  }

  /** The sockets as other threads see them. */
  static final class SocketRoster {
    private volatile List<ExchangeSocket> open = List.of();

    private void set(Collection<ExchangeSocket> sockets) {
      open = sockets.stream().sorted((one, other) -> one.id().compareTo(other.id())).toList();
    }

    List<ExchangeSocket> open() {
      return open;
    }

    boolean allLive() {
      return open.stream().allMatch(socket -> socket.state() == SocketState.LIVE);
    }
  }
}
