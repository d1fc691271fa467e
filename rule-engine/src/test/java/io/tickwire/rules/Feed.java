package io.tickwire.rules;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a market feed is to an engine: publishes ticks, and repeats the last ones to whoever newly
 * wants a symbol. Thread-safe.
 */
final class Feed {
  private static final long FEED_ID = 1;

  private final Vertx vertx;
  private final Map<String, Map<TickKind, Tick>> last = new HashMap<>();
  private final Map<String, Set<String>> demanded = new HashMap<>();
  private final Map<String, Set<String>> armed = new HashMap<>();
  private final Map<Integer, TickFrameBuilder> frames = new HashMap<>();
  private final Map<String, List<Tick>> told = new HashMap<>();
  private @Nullable MessageConsumer<HistoryQuery> history;
  private volatile Future<Void> marksTold = Future.succeededFuture();
  private volatile CompletableFuture<Void> marksAsked = new CompletableFuture<>();
  private boolean dropped;
  private final Map<Integer, Long> sent = new HashMap<>();
  private long sequence = 1_000;

  /** What the exchange's clock shows above the sequence: about what the engine's shows. */
  private long clockMs = System.currentTimeMillis();

  Feed(Vertx vertx) {
    this.vertx = vertx;
    vertx.eventBus().<Demand>consumer(Addresses.DEMAND, message -> onDemand(message.body()));
  }

  private synchronized void onDemand(Demand demand) {
    Set<String> before = demanded.getOrDefault(demand.node(), Set.of());
    demanded.put(demand.node(), demand.symbols());
    armed.put(demand.node(), demand.armed());
    Set<String> added = new HashSet<>(demand.symbols());
    added.removeAll(before);
    added.forEach(
        symbol -> send(symbol, last.getOrDefault(symbol, Map.of()).values().toArray(Tick[]::new)));
  }

  /** As if it had just come. */
  synchronized void forgetDemand() {
    demanded.clear();
    armed.clear();
  }

  /** Nobody who asks anew is told an old price. */
  synchronized void forgetPrices() {
    last.clear();
  }

  /** From now on the exchange's clock shows that time, and a millisecond more with every tick. */
  synchronized void setClock(long nowMs) {
    clockMs = nowMs - sequence;
  }

  private long timeNs() {
    return (clockMs + sequence) * 1_000_000;
  }

  void call() {
    vertx.eventBus().publish(Addresses.DEMAND_CALL, "feed-a");
  }

  /** The symbols a node wants. */
  synchronized Set<String> demanded(String node) {
    return demanded.getOrDefault(node, Set.of());
  }

  /** Those of them on which it has rules. */
  synchronized Set<String> armed(String node) {
    return armed.getOrDefault(node, Set.of());
  }

  /** One trade; 1 ms of exchange time after the tick before. */
  synchronized Tick trade(String symbol, String price) {
    Tick tick = next(symbol, price);
    publish(tick);
    return tick;
  }

  /** A trade that nobody is told of yet. */
  synchronized Tick next(String symbol, String price) {
    sequence++;
    BigDecimal value = new BigDecimal(price);
    return Tick.trade(
        symbol,
        sequence,
        timeNs(),
        System.currentTimeMillis() * 1_000_000,
        value.scale(),
        value.unscaledValue().longValueExact(),
        0,
        1);
  }

  synchronized void mark(String symbol, String price) {
    sequence++;
    BigDecimal value = new BigDecimal(price);
    long digits = value.unscaledValue().longValueExact();
    publish(
        Tick.mark(
            symbol,
            sequence,
            timeNs(),
            System.currentTimeMillis() * 1_000_000,
            value.scale(),
            digits,
            value.scale(),
            digits));
  }

  /** A funding rate told at a time of its own. */
  synchronized void funding(String symbol, long timeMs, String rate) {
    BigDecimal value = new BigDecimal(rate);
    publish(
        Tick.funding(
            symbol,
            timeMs,
            System.currentTimeMillis() * 1_000_000,
            value.scale(),
            value.unscaledValue().longValueExact(),
            60_000));
  }

  /** Bid and ask with one decimal. */
  synchronized void quote(String symbol, String bid, String ask) {
    sequence++;
    publish(
        Tick.quote(
            symbol,
            sequence,
            timeNs(),
            System.currentTimeMillis() * 1_000_000,
            1,
            Tick.ABSENT,
            new BigDecimal(bid).movePointRight(1).longValueExact(),
            new BigDecimal(ask).movePointRight(1).longValueExact(),
            0,
            1,
            1));
  }

  /** All in one frame. */
  synchronized void publish(Tick... ticks) {
    for (Tick tick : ticks) {
      last.computeIfAbsent(tick.symbol(), symbol -> new TreeMap<>()).put(tick.kind(), tick);
    }
    send(ticks[0].symbol(), ticks);
  }

  private void send(String symbol, Tick... ticks) {
    if (ticks.length == 0) {
      return;
    }
    int partition = partition(symbol);
    TickFrameBuilder builder =
        frames.computeIfAbsent(partition, number -> new TickFrameBuilder(number, FEED_ID));
    for (Tick tick : ticks) {
      builder.add(tick);
    }
    TickFrame frame = builder.build(1);
    sent.put(partition, frame.sequence());
    if (dropped) {
      return;
    }
    vertx.eventBus().publish(Addresses.ticks(partition), frame, Wire.TICKS);
  }

  /** Ticks while nobody listens: only a history tells of them. */
  synchronized void unheard(Tick... ticks) {
    for (Tick tick : ticks) {
      told.computeIfAbsent(tick.symbol(), symbol -> new ArrayList<>()).add(tick.asRecovered());
    }
  }

  /** Answers histories as a member of the cluster. */
  void answerAs(String member) {
    history = vertx.eventBus().consumer(Addresses.history(member));
    history.handler(
        message -> {
          boolean waits = message.body().kind() == TickKind.MARK;
          (waits ? marksTold : Future.succeededFuture())
              .onComplete(ignored -> message.reply(answer(message.body()), Wire.HISTORY));
          if (waits) {
            marksAsked.complete(null);
          }
        });
  }

  /** Answers no history of marks from now on until that has happened. */
  void tellMarksAfter(Future<Void> event) {
    marksAsked = new CompletableFuture<>();
    marksTold = event;
  }

  /** Since {@link #tellMarksAfter}. */
  void awaitQuestionForMarks() {
    marksAsked.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private synchronized HistoryReply answer(HistoryQuery query) {
    List<Tick> ticks =
        told.getOrDefault(query.symbol(), List.of()).stream()
            .filter(
                tick ->
                    (tick.kind() == query.kind()
                            || (tick.kind() == TickKind.CANDLE && query.kind() == TickKind.TRADE))
                        && tick.exchangeTimeNs() >= query.sinceNs())
            .toList();
    TickFrameBuilder frames = this.frames.get(partition(query.symbol()));
    return new HistoryReply(
        ticks,
        HistorySource.RING,
        HistoryGap.NOTHING,
        "",
        false,
        sequence,
        timeNs(),
        new HistoryReply.LiveFrom(
            FEED_ID, partition(query.symbol()), frames == null ? 0 : sent(query.symbol())));
  }

  private long sent(String symbol) {
    return sent.getOrDefault(partition(symbol), 0L);
  }

  /** The bus loses these, and nobody can be asked for them again. */
  synchronized void lose(Tick... ticks) {
    dropped = true;
    publish(ticks);
    dropped = false;
  }

  static int partition(String symbol) {
    return new Partitions(Partitions.DEFAULT_COUNT).of(symbol);
  }
}
