package io.tickwire.feed;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.placement.DemandBook;
import io.tickwire.feed.placement.LingeringSet;
import io.tickwire.feed.placement.ServedSymbols;
import io.tickwire.feed.placement.SocketFill;
import io.tickwire.feed.placement.SocketPlan;
import io.tickwire.feed.recovery.LastWords;
import io.tickwire.feed.recovery.Recovery;
import io.tickwire.feed.seed.Seeder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns demand, members and instruments into the symbols this feed watches, and lets ticks of those
 * through to the bus. Confined to one event loop, except the counts.
 */
final class SymbolWatch {
  private static final Logger log = LoggerFactory.getLogger(SymbolWatch.class);

  private final FeedEdges edges;
  private final Seeder seeder;
  private final Recovery recovery;
  private final Coverage coverage;
  private final FeedSockets sockets;
  private final FeedMetrics metrics;
  private final Set<String> alwaysWatched;
  private final int replicas;
  private final DemandBook book = new DemandBook();
  private final LingeringSet lingering;
  private final SocketPlan plan;
  private final LastWords lastWords = new LastWords();
  private Set<String> watched = Set.of();

  // Read by the admin port.
  private volatile int demanders;
  private volatile int wantedCount;
  private volatile int watchedCount;
  private volatile int armedCount;

  SymbolWatch(
      FeedConfig config,
      FeedEdges edges,
      Seeder seeder,
      Recovery recovery,
      FeedSockets sockets,
      Coverage coverage,
      FeedMetrics metrics) {
    this.edges = edges;
    this.recovery = recovery;
    this.coverage = coverage;
    this.seeder = seeder;
    this.sockets = sockets;
    this.metrics = metrics;
    this.alwaysWatched = config.alwaysWatched();
    this.replicas = config.replicas();
    this.lingering = new LingeringSet(config.linger().toMillis());
    Map<Market, Integer> topics = new EnumMap<>(Market.class);
    for (Market market : Market.values()) {
      topics.put(market, edges.venue().topics(market, "ANY").size());
    }
    SocketFill fill = new SocketFill(config.socket().chunkTopics(), config.socket().maxTopics());
    this.plan = new SocketPlan(fill, topics);
    metrics.symbols(this::wantedCount, this::watchedCount, this::armedCount);
  }

  void onDemand(Demand demand) {
    Set<String> news = book.put(demand, edges.timers().nowMs());
    if (news.isEmpty()) {
      return;
    }
    Set<String> known = new HashSet<>(watched);
    review();
    known.retainAll(watched);
    known.retainAll(news);
    edges.publisher().repeat(known);
    if (edges.listing().isComplete()) {
      countUnknown(demand.node(), news);
    }
  }

  private void countUnknown(String node, Set<String> symbols) {
    long unknown = symbols.stream().filter(symbol -> edges.listing().find(symbol) == null).count();
    if (unknown > 0) {
      metrics.unknownSymbols((int) unknown);
      log.warn("demand for unknown symbols ignored node={} symbols={}", node, unknown);
    }
  }

  void onMembersChanged() {
    book.expectRestarts();
    review();
  }

  /** Makes the watched symbols what they should be by now; cheap when nothing has changed. */
  void review() {
    long nowMs = edges.timers().nowMs();
    book.expire(nowMs);
    Set<String> wanted = book.union();
    wanted.addAll(alwaysWatched);
    Set<String> served =
        ServedSymbols.of(
            wanted,
            symbol -> edges.listing().find(symbol) != null,
            edges.members().self(),
            edges.members().live(Role.FEED),
            replicas);
    Set<String> next = lingering.update(served, wanted, nowMs);
    demanders = book.nodes();
    wantedCount = wanted.size();
    Set<String> armed = book.armed();
    armedCount = armed.size();
    recovery.prioritize(armed);
    Set<String> shown = book.shown();
    shown.addAll(alwaysWatched);
    edges.publisher().show(shown);
    if (!next.equals(watched)) {
      watch(next);
    }
    settleMoves();
  }

  /** Ends the moves whose new socket has everything of the symbol. */
  void settleMoves() {
    boolean any = false;
    for (SocketPlan.Move move : plan.moves()) {
      Instrument instrument = edges.listing().find(move.symbol());
      if (instrument != null && isCovered(move.to(), instrument.market(), move.symbol())) {
        any |= plan.settled(move.symbol());
      }
    }
    if (any) {
      sockets.follow(plan.shares());
    }
  }

  private boolean isCovered(String socket, Market market, String symbol) {
    return edges.venue().topics(market, symbol).stream()
        .allMatch(topic -> coverage.isCoveredBy(socket, topic));
  }

  /** The exchange takes fewer topics on a socket of that market than we thought. */
  void onTopicLimit(Market market, int topics) {
    if (plan.lowerLimit(market, topics)) {
      log.warn("sockets hold fewer topics market={} topics={}", market.wireName(), topics);
      sockets.follow(plan.shares());
    }
  }

  private void watch(Set<String> next) {
    Set<String> before = watched;
    watched = new HashSet<>(next); // asked at every tick
    watchedCount = next.size();
    for (String symbol : before) {
      if (!next.contains(symbol)) {
        edges.publisher().forget(symbol);
        seeder.cancel(symbol);
        lastWords.put(symbol, recovery.progress(symbol), edges.timers().nowMs());
        recovery.forget(symbol);
      }
    }
    Map<Market, Set<String>> byMarket = new EnumMap<>(Market.class);
    for (String symbol : next) {
      Instrument instrument = edges.listing().find(symbol);
      if (instrument != null) {
        byMarket.computeIfAbsent(instrument.market(), m -> new TreeSet<>()).add(symbol);
        if (!before.contains(symbol)) {
          recovery.watch(
              instrument.market(),
              symbol,
              lastWords.take(symbol, edges.lastKnown().apply(symbol), edges.timers().nowMs()));
          seeder.request(instrument.market(), symbol);
        }
      }
    }
    for (Market market : Market.values()) {
      plan.assign(market, byMarket.getOrDefault(market, Set.of()));
    }
    log.info("watching symbols={} before={}", next.size(), before.size());
    sockets.follow(plan.shares());
  }

  boolean isWatched(String symbol) {
    return watched.contains(symbol);
  }

  /** From a REST answer: only good for what nothing is known of. */
  void onSeed(Tick tick) {
    Instrument instrument = edges.listing().find(tick.symbol());
    if (instrument != null
        && watched.contains(tick.symbol())
        && !edges.publisher().knows(tick.symbol(), tick.kind())) {
      edges.publisher().publish(tick);
      metrics.tick(instrument.market(), tick.kind());
    }
  }

  int demanders() {
    return demanders;
  }

  int wantedCount() {
    return wantedCount;
  }

  int watchedCount() {
    return watchedCount;
  }

  private int armedCount() {
    return armedCount;
  }
}
