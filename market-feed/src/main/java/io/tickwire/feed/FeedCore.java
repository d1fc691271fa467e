package io.tickwire.feed;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.FeedSockets.SocketRoster;
import io.tickwire.feed.history.FeedHistory;
import io.tickwire.feed.history.HistoryEdges;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.recovery.LastKnown;
import io.tickwire.feed.recovery.Recovery;
import io.tickwire.feed.seed.Seeder;
import io.tickwire.feed.socket.ConnectPacer;
import io.tickwire.feed.socket.ExchangeSocket;
import io.tickwire.feed.socket.LossReason;
import io.tickwire.feed.socket.SocketListener;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A feed without its surroundings: demand in, sockets and recovery in the middle, ticks out. Knows
 * no Vert.x, so that a simulation can run it through days of faults in seconds. Confined to one
 * event loop, except {@link #stats}.
 */
final class FeedCore {
  private static final long REVIEW_MS = 500;

  private final FeedEdges edges;
  private final SocketRoster roster = new SocketRoster();
  private final FeedMetrics metrics;
  private final Coverage coverage = new Coverage();
  private final Recovery recovery;
  private final Seeder seeder;
  private final FeedSockets sockets;
  private final SymbolWatch watch;
  private final FeedHistory history;
  private final Timers.Timer reviews;
  private final RejectionLog rejections = new RejectionLog();

  FeedCore(FeedEdges edges, FeedConfig config) {
    this.edges = edges;
    this.metrics = new FeedMetrics(edges.registry(), roster::open);
    this.recovery =
        new Recovery(
            edges.venue(),
            edges.rest(),
            edges.timers(),
            config.recovery(),
            edges.peers(),
            new Outlet(),
            edges.registry());
    this.seeder =
        new Seeder(
            edges.timers(),
            edges.rest(),
            edges.venue(),
            config.socket().reconnectFirst().toMillis(),
            this::onSeed);
    ExchangeSocket.Surroundings around =
        new ExchangeSocket.Surroundings(
            edges.timers(),
            edges.transport(),
            edges.rest(),
            edges.venue(),
            config.socket(),
            edges.random(),
            edges.run(),
            new ConnectPacer(config.socket().connectsPerMinute(), edges.random()),
            new Listener());
    this.sockets = new FeedSockets(around, metrics, roster, this::interrupted);
    this.watch = new SymbolWatch(config, edges, seeder, recovery, sockets, coverage, metrics);
    this.history =
        new FeedHistory(
            new HistoryEdges(
                edges.timers(),
                edges.venue(),
                edges.rest(),
                edges.publisher(),
                recovery,
                edges.peers(),
                this::marketOf,
                watch::isWatched,
                edges.registry()));
    this.reviews = edges.timers().every(REVIEW_MS, this::review);
  }

  void onDemand(Demand demand) {
    watch.onDemand(demand);
  }

  /** What another feed has published of a symbol; matters where this one has nothing yet. */
  void onProgress(String symbol, LastKnown known) {
    recovery.onProgress(symbol, known);
  }

  private @Nullable Market marketOf(String symbol) {
    Instrument instrument = edges.listing().find(symbol);
    return instrument == null ? null : instrument.market();
  }

  /** What somebody missed who was away. */
  Future<HistoryReply> history(HistoryQuery query) {
    return history.answer(query);
  }

  void onMembersChanged() {
    watch.onMembersChanged();
  }

  /** Makes the watched symbols what they should be by now. */
  void review() {
    watch.review();
  }

  void onRejectedInstruments(int rows) {
    metrics.rejected(RejectReason.BAD_INSTRUMENT, rows);
  }

  private void onSeed(Tick tick) {
    watch.onSeed(tick);
  }

  private void interrupted(String socket, Collection<Topic> topics) {
    recovery.onInterrupted(coverage.interrupted(socket, topics));
  }

  private final class Listener implements SocketListener {
    @Override
    public void onTick(ExchangeSocket socket, Tick tick) {
      if (watch.isWatched(tick.symbol()) && !recovery.onTick(socket.market(), tick)) {
        metrics.duplicate(socket.market(), tick.kind());
      }
    }

    @Override
    public void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected) {
      metrics.rejected(rejected.reason(), 1);
      rejections.note(socket.id(), rejected, edges.timers().nowMs());
    }

    @Override
    public void onStateChange(ExchangeSocket socket) {}

    @Override
    public void onLoss(ExchangeSocket socket, LossReason reason) {
      metrics.reconnect(socket.market(), reason);
    }

    @Override
    public void onCovered(ExchangeSocket socket, Collection<Topic> topics) {
      recovery.onCovered(coverage.covered(socket.id(), topics));
      watch.settleMoves();
    }

    @Override
    public void onInterrupted(ExchangeSocket socket, Collection<Topic> topics) {
      interrupted(socket.id(), topics);
    }

    @Override
    public void onTopicLimit(ExchangeSocket socket, int topics) {
      watch.onTopicLimit(socket.market(), topics);
    }

    @Override
    public void onSilent(ExchangeSocket socket, Topic topic) {
      metrics.silent(socket.market());
    }
  }

  private final class Outlet implements Recovery.Sink {
    @Override
    public void live(Market market, Tick tick) {
      if (edges.publisher().publish(tick)) {
        metrics.tick(market, tick.kind());
      } else {
        metrics.duplicate(market, tick.kind());
      }
    }

    @Override
    public void recovered(Market market, Tick tick) {
      edges.publisher().publishRecovered(tick);
      metrics.tick(market, tick.kind());
    }

    @Override
    public void incomplete(String symbol, TickKind kind) {
      edges.publisher().incomplete(symbol, kind);
    }

    @Override
    public void settled(String symbol, TickKind kind, boolean found) {
      edges.publisher().settled(symbol, kind, found);
    }
  }

  /** Up to where each watched symbol is published without a gap. */
  Map<String, LastKnown> progress() {
    return recovery.progress();
  }

  /** Every socket of a wanted symbol is live. Any thread. */
  boolean allLive() {
    return roster.allLive();
  }

  List<ExchangeSocket> openSockets() {
    return roster.open();
  }

  /** Any thread. */
  FeedStats stats(int instruments) {
    return new FeedStats(
        edges.run(),
        instruments,
        watch.demanders(),
        watch.wantedCount(),
        watch.watchedCount(),
        recovery.stats(),
        roster.open().stream().map(ExchangeSocket::status).toList());
  }

  /** Sends what it has and closes what it opened. */
  void stop() {
    reviews.cancel();
    seeder.stop();
    recovery.stop();
    edges.publisher().flush();
    sockets.closeAll();
  }
}
