package io.tickwire.feed;

import io.tickwire.feed.placement.SocketPlan;
import io.tickwire.feed.socket.ExchangeSocket;
import io.tickwire.feed.socket.SocketState;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open sockets of this feed, kept as the plan says. Confined to one event loop, except what the
 * admin port reads.
 */
final class FeedSockets {
  /** Told which topics a socket carries no more, because it was told so. */
  @FunctionalInterface
  interface Dropped {
    void onDropped(String socket, Collection<Topic> topics);
  }

  private final ExchangeSocket.Surroundings around;
  private final FeedMetrics metrics;
  private final SocketRoster roster;
  private final Dropped dropped;
  private final Map<String, ExchangeSocket> byId = new HashMap<>();
  private final Map<String, Set<Topic>> carried = new HashMap<>();

  FeedSockets(
      ExchangeSocket.Surroundings around,
      FeedMetrics metrics,
      SocketRoster roster,
      Dropped dropped) {
    this.around = around;
    this.metrics = metrics;
    this.roster = roster;
    this.dropped = dropped;
  }

  /** Opens, fills and closes sockets until they are these. */
  void follow(Map<String, SocketPlan.Share> shares) {
    List<String> gone = byId.keySet().stream().filter(id -> !shares.containsKey(id)).toList();
    gone.forEach(this::close);
    shares.forEach(this::fill);
    roster.set(byId.values());
  }

  private void fill(String id, SocketPlan.Share share) {
    Set<Topic> topics = new LinkedHashSet<>();
    Venue venue = around.venue();
    share.symbols().forEach(symbol -> topics.addAll(venue.topics(share.market(), symbol)));
    Set<Topic> before = carried.getOrDefault(id, Set.of());
    if (topics.equals(before)) {
      return;
    }
    carried.put(id, topics);
    ExchangeSocket socket = byId.get(id);
    if (socket == null) {
      socket = new ExchangeSocket(around, id, share.market());
      byId.put(id, socket);
      metrics.opened(socket);
    }
    socket.desire(topics);
    Set<Topic> removed = new HashSet<>(before);
    removed.removeAll(topics);
    dropped.onDropped(id, removed);
  }

  private void close(String id) {
    ExchangeSocket socket = byId.remove(id);
    Set<Topic> topics = carried.remove(id);
    if (socket != null) {
      metrics.closed(socket);
      socket.close();
    }
    if (topics != null) {
      dropped.onDropped(id, topics);
    }
  }

  void closeAll() {
    List.copyOf(byId.keySet()).forEach(this::close);
    roster.set(List.of());
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
