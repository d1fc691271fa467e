package io.tickwire.push.market;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.subscription.EventFields;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which symbols somebody in this gateway wants, and their newest quotes. Tells the feeds what is
 * wanted at every change, when a feed calls for it, and again before they would forget it; listens
 * only to partitions with a wanted symbol. The public methods are for any thread, all else runs on
 * the context that made it.
 */
public final class MarketWatch {
  private static final Logger log = LoggerFactory.getLogger(MarketWatch.class);

  private final Vertx vertx;
  private final Context context;
  private final Partitions partitions;
  private final String node;
  private final Catalogue catalogue;
  private final MarketConfig config;
  private final LongSupplier nowNs;
  private final QuoteBook book = new QuoteBook();
  private final Map<String, Interest> interests = new LinkedHashMap<>();
  private final QuotePartitions quotes;
  private final MessageConsumer<String> calls;
  private final TickCursor cursor = new TickCursor();
  private long timer = -1;
  private boolean stopped;

  /**
   * @param nowNs epoch nanoseconds
   */
  public MarketWatch(
      ServiceContext service, Catalogue catalogue, MarketConfig config, LongSupplier nowNs) {
    this.vertx = service.vertx();
    this.context = vertx.getOrCreateContext();
    this.partitions = service.partitions();
    // Beside an engine of the same process its demand must not replace ours.
    this.node = service.members().self() + "/push";
    this.catalogue = catalogue;
    this.config = config;
    this.nowNs = nowNs;
    this.quotes = new QuotePartitions(vertx, this::onFrame);
    this.calls = vertx.eventBus().consumer(Addresses.DEMAND_CALL);
  }

  public void start() {
    timer = vertx.setPeriodic(Math.max(100, config.demandTtlMs() / 3), ignored -> onTime());
    calls.handler(ignored -> publishDemand());
  }

  /** Wants nothing any more. */
  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    calls.unregister();
    quotes.close();
    interests.clear();
    publishDemand();
  }

  /**
   * From now on the listener gets the symbol's quotes.
   *
   * @param snapshot gets the newest quote, or null when none is known, before any later one
   */
  public void watch(
      String symbol, QuoteListener listener, Consumer<@Nullable Publication> snapshot) {
    context.runOnContext(
        ignored -> {
          want(symbol).listeners().add(listener);
          Quote known = quote(symbol);
          // No tick brings it now: how old it is says nothing of how fast ticks are pushed.
          snapshot.accept(known == null ? null : publication(known, 0));
        });
  }

  public void unwatch(String symbol, QuoteListener listener) {
    context.runOnContext(
        ignored -> {
          Interest interest = interests.get(symbol);
          if (interest != null) {
            interest.listeners().remove(listener);
            forgetUnwanted();
          }
        });
  }

  /** Keeps the symbol wanted for as long as after a request for its quote. */
  public void hold(String symbol) {
    context.runOnContext(ignored -> want(symbol).hold(nowMs() + config.demandTtlMs()));
  }

  /** The newest quote, waiting for a first one; null when none came in time. */
  public Future<@Nullable Quote> first(String symbol) {
    Promise<@Nullable Quote> answer = Promise.promise();
    context.runOnContext(
        ignored -> {
          Interest interest = want(symbol);
          interest.hold(nowMs() + config.demandTtlMs());
          Quote known = quote(symbol);
          if (known != null) {
            answer.complete(known);
            return;
          }
          Promise<Quote> first = Promise.promise();
          interest.await(first);
          long timeout =
              vertx.setTimer(Math.max(1, config.priceWaitMs()), fired -> answer.tryComplete(null));
          first
              .future()
              .onSuccess(
                  quote -> {
                    vertx.cancelTimer(timeout);
                    answer.tryComplete(quote);
                  });
        });
    return answer.future();
  }

  /** Number of symbols wanted now; for statistics, may be a moment old. */
  public int wanted() {
    return interests.size();
  }

  private Interest want(String symbol) {
    Interest before = interests.get(symbol);
    if (before != null) {
      return before;
    }
    Interest fresh = new Interest();
    if (!stopped) {
      interests.put(symbol, fresh);
      book.track(symbol);
      // Listening first: the feed repeats the last ticks of what is newly wanted only once.
      quotes.listen(partitions.of(symbol)).onComplete(ignored -> publishDemand());
    }
    return fresh;
  }

  private void onTime() {
    forgetUnwanted();
    publishDemand();
  }

  private void forgetUnwanted() {
    Set<String> over = new LinkedHashSet<>();
    interests.forEach(
        (symbol, interest) -> {
          if (interest.isOver(nowMs())) {
            over.add(symbol);
          }
        });
    if (over.isEmpty()) {
      return;
    }
    over.forEach(interests::remove);
    over.forEach(book::forget);
    Set<Integer> needed = new LinkedHashSet<>();
    interests.keySet().forEach(symbol -> needed.add(partitions.of(symbol)));
    quotes.retain(needed);
    publishDemand();
  }

  private void publishDemand() {
    Demand demand = new Demand(node, interests.keySet(), config.demandTtlMs());
    vertx.eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND);
  }

  private void onFrame(TickFrame frame) {
    Set<String> changed = new LinkedHashSet<>();
    try {
      cursor.wrap(frame);
      while (cursor.next()) {
        if (book.apply(cursor)) {
          changed.add(cursor.symbol());
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      log.warn("tick frame unreadable partition={} cause={}", frame.partition(), e.toString());
    }
    if (!changed.isEmpty()) {
      passOn(changed);
    }
  }

  private void passOn(Set<String> changed) {
    Map<QuoteListener, List<Publication>> byListener = new HashMap<>();
    for (String symbol : changed) {
      Interest interest = interests.get(symbol);
      Quote quote = quote(symbol);
      if (interest != null && quote != null) {
        interest.arrived(quote);
        Publication publication = publication(quote, quote.receivedNs());
        for (QuoteListener listener : interest.listeners()) {
          byListener.computeIfAbsent(listener, ignored -> new ArrayList<>()).add(publication);
        }
      }
    }
    byListener.forEach(QuoteListener::onQuotes);
  }

  private @Nullable Quote quote(String symbol) {
    Instrument instrument = catalogue.find(symbol);
    return book.quote(symbol, instrument == null ? null : instrument.market());
  }

  private Publication publication(Quote quote, long originNs) {
    String channel = "market:" + quote.symbol();
    return Publication.quote(
        EventFields.of(channel, "symbol", quote.symbol()),
        originNs,
        nowNs.getAsLong(),
        () ->
            ServerFrames.write(
                new ServerFrame.Event(
                    "quote", channel, quote.timestamp(), Json.tree(quote), null, null)));
  }

  private long nowMs() {
    return nowNs.getAsLong() / 1_000_000;
  }
}
