package io.tickwire.feed.recovery;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Candle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One line against a random tape, a bad connection and a bad REST API, in simulated time. The seed
 * decides everything.
 */
final class LineSimulation implements LineActions {
  private record Event(long atMs, long order, Runnable action) {}

  private static final long START_MS = 1_800_000_000_000L;
  private static final long BUSY_MS = 240_000;
  private static final long QUIET_MS = 1_200_000;
  private static final long NS_PER_MS = 1_000_000;

  final TradeLine line;
  final List<Tick> published = new ArrayList<>();
  int lost;
  private final List<Tick> candles = new ArrayList<>();
  private final Random random;
  private final Tape tape = new Tape();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::order));
  private final boolean sparse;
  private final int tradesPerSecond;
  private final double restFailures;
  private final int restLatencyMs;
  private long nowMs = START_MS;
  private long order;
  private long sequence;
  private boolean busy = true;
  private boolean subscribed;
  private int connection;
  private @Nullable Object fetch;
  private long owedFromMs = Long.MAX_VALUE;
  private boolean anySeen;

  LineSimulation(long seed) {
    random = new Random(seed);
    sparse = random.nextInt(3) == 0;
    tradesPerSecond = 1 << random.nextInt(8);
    restFailures = random.nextInt(4) * 0.25;
    restLatencyMs = 1 << random.nextInt(13);
    sequence = random.nextInt(1_000);
    RecoveryConfig usual = RecoveryConfig.defaults();
    line =
        new TradeLine(
            Tape.SYMBOL,
            new RecoveryConfig(
                usual.reorderWindow(),
                random.nextBoolean() ? usual.maxHeld() : 1 + random.nextInt(50),
                usual.maxHold(),
                usual.retryFirst(),
                usual.retryLongest(),
                usual.giveUp(),
                usual.maxFetches(),
                usual.progressInterval()),
            this);
  }

  void run() {
    if (random.nextInt(3) == 0) {
      takeOver();
    }
    at(random.nextInt(2_000), this::subscribe);
    trade();
    for (int cut = random.nextInt(6); cut > 0; cut--) {
      at(random.nextInt((int) BUSY_MS), this::cut);
    }
    at(BUSY_MS, this::calmDown);
    while (nowMs < START_MS + BUSY_MS + QUIET_MS) {
      nowMs++;
      while (!events.isEmpty() && events.element().atMs <= nowMs) {
        events.remove().action.run();
      }
      if (nowMs % 25 == 0) {
        line.onTime(nowMs);
      }
      if (!busy && events.isEmpty() && !line.isBusy()) {
        return;
      }
    }
  }

  /** Somebody else published up to here and then died. */
  private void takeOver() {
    for (int trades = 5 + random.nextInt(300); trades > 0; trades--) {
      nowMs += 1 + random.nextInt(200);
      tape.print(nextSequence(), nowMs);
    }
    Tick last = tape.trades.get(random.nextInt(tape.trades.size()));
    line.onProgress(new LastKnown(last.sequence(), last.exchangeTimeNs()), nowMs);
    owedFromMs = last.exchangeTimeNs() / NS_PER_MS + 1;
  }

  private void trade() {
    Tick trade = tape.print(nextSequence(), nowMs);
    deliver(trade);
    if (busy) {
      at(1 + random.nextInt(2_000 / tradesPerSecond), this::trade);
    }
  }

  private long nextSequence() {
    sequence += sparse ? 1 + random.nextInt(20) : 1;
    return sequence;
  }

  private void deliver(Tick trade) {
    if (!subscribed) {
      return;
    }
    int fault = busy && anySeen ? random.nextInt(100) : 99;
    if (fault == 0 && !sparse) {
      return;
    }
    int on = connection;
    long delayMs = 1L + (fault < 3 && !sparse ? random.nextInt(300) : 0);
    at(delayMs, () -> arrive(trade, on));
    if (fault == 4) {
      at(random.nextInt(50), () -> arrive(trade, on));
    }
  }

  private void arrive(Tick trade, int on) {
    if (on == connection && subscribed) {
      anySeen = true;
      owedFromMs = Math.min(owedFromMs, trade.exchangeTimeNs() / NS_PER_MS);
      line.onTrade(trade, nowMs);
    }
  }

  private void subscribe() {
    if (!subscribed) {
      subscribed = true;
      connection++;
      int on = connection;
      at(random.nextInt(30), () -> covered(on));
    }
  }

  private void covered(int on) {
    if (subscribed && on == connection) {
      owedFromMs = Math.min(owedFromMs, nowMs + 1);
      line.onCovered(nowMs * NS_PER_MS);
    }
  }

  private void cut() {
    if (subscribed) {
      subscribed = false;
      line.onInterrupted(nowMs);
      at(1 + random.nextInt(random.nextBoolean() ? 1_500 : 90_000), this::subscribe);
    }
  }

  /** No more faults; a few trades in order show what is missing. */
  private void calmDown() {
    busy = false;
    subscribe();
    for (int trade = 1; trade <= 4; trade++) {
      at(trade * 1_000L, this::trade);
    }
  }

  private void at(long delayMs, Runnable action) {
    events.add(new Event(nowMs + delayMs, order++, action));
  }

  List<Tick> owed() {
    return tape.trades.stream()
        .filter(trade -> trade.exchangeTimeNs() >= owedFromMs * NS_PER_MS)
        .toList();
  }

  boolean inCandle(Tick trade) {
    return candles.stream()
        .anyMatch(
            candle ->
                trade.exchangeTimeNs() >= candle.exchangeTimeNs()
                    && trade.exchangeTimeNs()
                        < candle.exchangeTimeNs() + candle.askSize() * NS_PER_MS
                    && trade.price() <= candle.second()
                    && trade.price() >= candle.ask());
  }

  @Override
  public void live(Tick tick) {
    published.add(tick);
  }

  @Override
  public void recovered(Tick tick) {
    published.add(tick);
    if (tick.kind() == TickKind.CANDLE) {
      candles.add(tick);
    }
  }

  @Override
  public void fetchTrades(String symbol) {
    ask(
        () -> {
          List<Tick> history = tape.history(nowMs);
          return () -> line.onHistory(history, nowMs, nowMs * NS_PER_MS);
        });
  }

  @Override
  public void fetchCandles(String symbol, long fromMs, long toMs) {
    ask(
        () -> {
          List<Candle> candles = tape.candles(fromMs, toMs, nowMs);
          return () -> line.onCandles(candles, nowMs, nowMs * NS_PER_MS);
        });
  }

  /** The answer is made at one time and arrives at another, unless something else was asked. */
  private void ask(Supplier<Runnable> exchange) {
    Object asked = new Object();
    fetch = asked;
    Runnable failure = () -> line.onFetchFailed(nowMs);
    boolean fails = busy && random.nextDouble() < restFailures;
    at(
        1 + random.nextInt(restLatencyMs),
        () -> {
          Runnable answer = fails ? failure : exchange.get();
          at(
              random.nextInt(restLatencyMs),
              () -> {
                if (fetch == asked) {
                  answer.run();
                }
              });
        });
  }

  @Override
  public void cancelFetch(String symbol) {
    fetch = null;
  }

  @Override
  public void gapOpened(String symbol, GapCause cause) {}

  @Override
  public void gapClosed(String symbol, GapOutcome outcome, int recovered, long lastedMs) {
    lost += outcome == GapOutcome.LOST ? 1 : 0;
  }
}
