package io.tickwire.feed.seed;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.venue.RestCall;
import io.tickwire.feed.venue.Venue;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for first prices of symbols that are new here: the same few calls however many they are, as
 * the answers hold all of them anyway. A failure is retried until it succeeds or nobody asks any
 * more; a symbol without a price in the answer is let go. Confined to one event loop.
 */
public final class Seeder {
  private static final Logger log = LoggerFactory.getLogger(Seeder.class);

  /** Symbols that are demanded together arrive within this time. */
  private static final long GATHER_MS = 5;

  private final Timers timers;
  private final VenueRest rest;
  private final Venue venue;
  private final long retryMs;
  private final Consumer<Tick> sink;
  private final Map<Market, Set<String>> waiting = new EnumMap<>(Market.class);
  private final Set<Market> scheduled = EnumSet.noneOf(Market.class);
  private boolean stopped;

  /**
   * @param retryMs pause after a failure
   * @param sink takes the first ticks
   */
  public Seeder(Timers timers, VenueRest rest, Venue venue, long retryMs, Consumer<Tick> sink) {
    this.timers = timers;
    this.rest = rest;
    this.venue = venue;
    this.retryMs = retryMs;
    this.sink = sink;
  }

  public void request(Market market, String symbol) {
    if (symbols(market).add(symbol)) {
      schedule(market, GATHER_MS);
    }
  }

  /** Nobody wants it any more. */
  public void cancel(String symbol) {
    waiting.values().forEach(symbols -> symbols.remove(symbol));
  }

  public void stop() {
    stopped = true;
  }

  private void schedule(Market market, long delayMs) {
    if (scheduled.add(market)) {
      timers.after(delayMs, () -> ask(market));
    }
  }

  private void ask(Market market) {
    Set<String> asked = Set.copyOf(symbols(market));
    if (asked.isEmpty() || stopped) {
      scheduled.remove(market);
      return;
    }
    List<Future<Map<String, Tick>>> answers = new ArrayList<>();
    for (RestCall<Map<String, Tick>> call : venue.firstPrices(market)) {
      answers.add(rest.call(call, Priority.BACKGROUND));
    }
    Future.all(answers)
        .onComplete(
            ignored -> {
              scheduled.remove(market);
              answers.forEach(answer -> give(market, asked, answer.result()));
              symbols(market).removeAll(asked);
              schedule(market, GATHER_MS);
            },
            failure -> {
              scheduled.remove(market);
              log.warn(
                  "no first prices market={} symbols={} reason=\"{}\"",
                  market.wireName(),
                  asked.size(),
                  failure.getMessage());
              schedule(market, retryMs);
            });
  }

  private void give(Market market, Set<String> asked, Map<String, Tick> ticks) {
    for (String symbol : asked) {
      Tick tick = ticks.get(symbol);
      if (tick != null && symbols(market).contains(symbol)) {
        sink.accept(tick);
      }
    }
  }

  private Set<String> symbols(Market market) {
    return waiting.computeIfAbsent(market, m -> new HashSet<>());
  }
}
