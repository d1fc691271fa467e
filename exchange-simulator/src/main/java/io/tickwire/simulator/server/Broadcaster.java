package io.tickwire.simulator.server;

import io.tickwire.simulator.market.Candle;
import io.tickwire.simulator.market.Instrument;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.SpotInstrument;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.protocol.CandleFrames;
import io.tickwire.simulator.protocol.Channel;
import io.tickwire.simulator.protocol.FrameBuffer;
import io.tickwire.simulator.protocol.FuturesFrames;
import io.tickwire.simulator.protocol.SpotFrames;
import io.tickwire.simulator.protocol.Topic;
import io.tickwire.simulator.session.SessionRegistry;
import io.tickwire.simulator.tape.RunTape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells listeners, and the tape, what happened. Trades and futures tickers leave at once. A spot
 * ticker leaves at once when the last one of its symbol is 100 ms old, otherwise when that time is
 * over, holding the newest state.
 *
 * <p>Confined to the simulator's event loop.
 */
final class Broadcaster {

  private static final long TICKER_WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SessionRegistry registry;
  private final RunTape tape;
  private final Map<String, TickerWindow> windows = new HashMap<>();
  private final Map<String, Long> snapshotsTold = new HashMap<>();
  private final Map<String, Long> candlesTold = new HashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** When a symbol's ticker last left, and whether the next is waiting for its time. */
  private static final class TickerWindow {
    long sentNs = System.nanoTime() - TICKER_WINDOW_NS;
    boolean waiting;
  }

  private record Waiting(InstrumentState state, TickerWindow window) {}

  Broadcaster(SessionRegistry registry, RunTape tape) {
    this.registry = registry;
    this.tape = tape;
  }

  void onTrade(Trade trade, InstrumentState state) {
    tape.onTrade(trade);
    if (trade.listing().isSpot()) {
      spell(Channel.SPOT_MATCH, state, frame -> SpotFrames.match(trade, frame));
      onSpotTicker(state);
      onSpotCandle(state);
    } else {
      spell(Channel.FUTURES_EXECUTION, state, frame -> FuturesFrames.execution(trade, frame));
      spell(Channel.FUTURES_TICKER_V2, state, frame -> FuturesFrames.tickerV2(state, frame));
      spell(Channel.FUTURES_TICKER, state, frame -> FuturesFrames.ticker(state, frame));
    }
  }

  /** Each two seconds: the summary of every symbol that traded since its last one. */
  void onSnapshotTime(List<InstrumentState> spot) {
    for (InstrumentState state : spot) {
      String symbol = state.instrument().symbol();
      Long told = snapshotsTold.put(symbol, state.last().sequence());
      if (told == null || told != state.last().sequence()) {
        tellSnapshot(state, symbol);
        tellSnapshot(state, ((SpotInstrument) state.instrument()).marketName());
      }
    }
  }

  private void tellSnapshot(InstrumentState state, String name) {
    registry.publish(
        Channel.SPOT_SNAPSHOT,
        name,
        state.listing().symbol(),
        () -> SpotFrames.snapshot(state, name));
  }

  private void onSpotCandle(InstrumentState state) {
    if (registry.hasListeners(Channel.SPOT_CANDLES)) {
      String symbol = state.listing().symbol();
      registry.publish(
          Channel.SPOT_CANDLES,
          Topic.minuteOf(symbol),
          symbol,
          () -> CandleFrames.spot(state, state.candles().latest().orElseThrow()));
    }
  }

  /** Each second: the running minute of every contract that traded since it was last told. */
  void onCandleTime(List<InstrumentState> contracts, long nowMs) {
    if (!registry.hasListeners(Channel.FUTURES_CANDLES)) {
      return;
    }
    for (InstrumentState state : contracts) {
      String symbol = state.listing().symbol();
      Optional<Candle> candle = state.candles().latest();
      Long told = candlesTold.put(symbol, state.last().sequence());
      if (candle.isPresent() && (told == null || told != state.last().sequence())) {
        registry.publish(
            Channel.FUTURES_CANDLES,
            Topic.minuteOf(symbol),
            symbol,
            () -> CandleFrames.futures(state, candle.get(), nowMs));
      }
    }
  }

  void onMarks(InstrumentState state) {
    tape.onMarks(state.instrument(), state.marks());
    publish(Channel.FUTURES_INSTRUMENT, state.instrument(), () -> FuturesFrames.markPrice(state));
  }

  void onFunding(InstrumentState state, long nowMs) {
    publish(
        Channel.FUTURES_INSTRUMENT,
        state.instrument(),
        () -> FuturesFrames.fundingRate(state, nowMs));
  }

  private void onSpotTicker(InstrumentState state) {
    String symbol = state.listing().symbol();
    if (!registry.hasListeners(Channel.SPOT_TICKER, symbol)
        && !registry.hasListeners(Channel.SPOT_TICKER, Topic.ALL)) {
      return;
    }
    TickerWindow window = windows.computeIfAbsent(symbol, s -> new TickerWindow());
    if (window.waiting) {
      return;
    }
    if (isOver(window, System.nanoTime())) {
      sendSpotTicker(state, window);
    } else {
      window.waiting = true;
      waiting.add(new Waiting(state, window));
    }
  }

  /** Each turn: spot tickers whose time is over. */
  void onTurn() {
    long nowNs = System.nanoTime();
    waiting.removeIf(
        one -> {
          boolean over = isOver(one.window(), nowNs);
          if (over) {
            sendSpotTicker(one.state(), one.window());
          }
          return over;
        });
  }

  private static boolean isOver(TickerWindow window, long nowNs) {
    return nowNs - window.sentNs >= TICKER_WINDOW_NS;
  }

  private void sendSpotTicker(InstrumentState state, TickerWindow window) {
    window.waiting = false;
    window.sentNs = System.nanoTime();
    spell(Channel.SPOT_TICKER, state, frame -> SpotFrames.ticker(state, frame));
    String symbol = state.listing().symbol();
    registry.spell(
        Channel.SPOT_TICKER, Topic.ALL, symbol, frame -> SpotFrames.tickerOfAll(state, frame));
  }

  private void spell(Channel channel, InstrumentState state, Consumer<FrameBuffer> frame) {
    String symbol = state.listing().symbol();
    registry.spell(channel, symbol, symbol, frame);
  }

  private void publish(Channel channel, Instrument instrument, Supplier<String> frame) {
    String symbol = instrument.symbol();
    registry.publish(channel, symbol, symbol, frame);
  }
}
