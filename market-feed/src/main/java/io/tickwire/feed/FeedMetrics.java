package io.tickwire.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.socket.ExchangeSocket;
import io.tickwire.feed.socket.LossReason;
import io.tickwire.feed.venue.RejectReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The feed's metrics, all registered at once so that a counter of nothing reads 0. */
final class FeedMetrics {
  private static final double MS_PER_S = 1_000;

  private final MeterRegistry registry;
  private final Map<Market, Map<TickKind, Counter>> ticks = new EnumMap<>(Market.class);
  private final Map<Market, Map<TickKind, Counter>> duplicates = new EnumMap<>(Market.class);
  private final Map<RejectReason, Counter> rejected = new EnumMap<>(RejectReason.class);
  private final Map<Market, Map<LossReason, Counter>> reconnects = new EnumMap<>(Market.class);
  private final Map<Market, Counter> silent = new EnumMap<>(Market.class);
  private final Counter unknownSymbols;
  private final Map<String, Gauge> topicsBySocket = new HashMap<>();

  /**
   * @param sockets the open ones; asked at every scrape on another thread
   */
  FeedMetrics(MeterRegistry registry, Supplier<List<ExchangeSocket>> sockets) {
    this.registry = registry;
    for (Market market : Market.values()) {
      ticks.put(market, byKind("feed.ticks", market));
      duplicates.put(market, byKind("feed.duplicates", market));
      reconnects.put(market, reconnects(market));
      silent.put(
          market,
          Counter.builder("feed.silent.topics")
              .description("Topics that were acknowledged, never delivered and asked for anew")
              .tag("market", market.wireName())
              .register(registry));
      Gauge.builder("feed.sockets", () -> ofMarket(sockets, market).size())
          .tag("market", market.wireName())
          .register(registry);
      Gauge.builder("feed.staleness", () -> stalestMs(ofMarket(sockets, market)) / MS_PER_S)
          .description("Time without a tick on the most silent live socket")
          .baseUnit("seconds")
          .tag("market", market.wireName())
          .register(registry);
    }
    for (RejectReason reason : RejectReason.values()) {
      rejected.put(
          reason,
          Counter.builder("feed.rejected").tag("reason", reason.label()).register(registry));
    }
    unknownSymbols =
        Counter.builder("feed.demand.unknown")
            .description("Demanded symbols that are no instruments")
            .register(registry);
  }

  /** Asked at every scrape on another thread. */
  void symbols(Supplier<Number> wanted, Supplier<Number> watched, Supplier<Number> armed) {
    symbols("feed.symbols.wanted", "Symbols that somebody wants, of any feed", wanted);
    symbols("feed.symbols.watched", "Symbols this feed watches, with those that linger", watched);
    symbols("feed.symbols.armed", "Wanted symbols on which rules are armed", armed);
  }

  private void symbols(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  private Map<TickKind, Counter> byKind(String name, Market market) {
    Map<TickKind, Counter> counters = new EnumMap<>(TickKind.class);
    for (TickKind kind : TickKind.values()) {
      counters.put(
          kind,
          Counter.builder(name)
              .tag("market", market.wireName())
              .tag("kind", kind.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return counters;
  }

  private Map<LossReason, Counter> reconnects(Market market) {
    Map<LossReason, Counter> counters = new EnumMap<>(LossReason.class);
    for (LossReason reason : LossReason.values()) {
      counters.put(
          reason,
          Counter.builder("feed.reconnects")
              .description("Connections, or attempts at one, that were given up")
              .tag("market", market.wireName())
              .tag("reason", reason.label())
              .register(registry));
    }
    return counters;
  }

  private static List<ExchangeSocket> ofMarket(
      Supplier<List<ExchangeSocket>> sockets, Market market) {
    return sockets.get().stream().filter(socket -> socket.market() == market).toList();
  }

  private static long stalestMs(List<ExchangeSocket> sockets) {
    return sockets.stream().mapToLong(ExchangeSocket::stalenessMs).max().orElse(0);
  }

  void tick(Market market, TickKind kind) {
    count(ticks, market, kind);
  }

  void duplicate(Market market, TickKind kind) {
    count(duplicates, market, kind);
  }

  private static void count(
      Map<Market, Map<TickKind, Counter>> counters, Market market, TickKind kind) {
    Map<TickKind, Counter> byKind = counters.get(market);
    Counter counter = byKind == null ? null : byKind.get(kind);
    if (counter != null) {
      counter.increment();
    }
  }

  void rejected(RejectReason reason, int count) {
    Counter counter = rejected.get(reason);
    if (counter != null) {
      counter.increment(count);
    }
  }

  void reconnect(Market market, LossReason reason) {
    Map<LossReason, Counter> byReason = reconnects.get(market);
    Counter counter = byReason == null ? null : byReason.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  void silent(Market market) {
    Counter counter = silent.get(market);
    if (counter != null) {
      counter.increment();
    }
  }

  void unknownSymbols(int count) {
    unknownSymbols.increment(count);
  }

  void opened(ExchangeSocket socket) {
    topicsBySocket.put(
        socket.id(),
        Gauge.builder("feed.topics.per.socket", socket, ExchangeSocket::topics)
            .tag("market", socket.market().wireName())
            .tag("socket", socket.id())
            .register(registry));
  }

  void closed(ExchangeSocket socket) {
    Gauge gauge = topicsBySocket.remove(socket.id());
    if (gauge != null) {
      registry.remove(gauge);
    }
  }
}
