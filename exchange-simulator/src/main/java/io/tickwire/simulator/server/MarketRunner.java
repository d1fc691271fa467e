package io.tickwire.simulator.server;

import io.tickwire.simulator.market.Instrument;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.Marks;
import io.tickwire.simulator.market.RandomWalk;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.market.TradeOrder;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.replay.RecordedLine;
import io.tickwire.simulator.replay.Recording;
import io.tickwire.simulator.replay.Replay;
import io.tickwire.simulator.session.SessionRegistry;
import io.tickwire.simulator.tape.RunTape;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the market: prints what control calls order and what the random walk draws, and sends marks
 * each whole second and funding each minute.
 *
 * <p>Confined to the simulator's event loop.
 */
public final class MarketRunner {

  private static final Logger log = LoggerFactory.getLogger(MarketRunner.class);

  /** Turns: short when much is traded, so that a reader is not handed it in heaps. */
  private static final long BUSY_STEP_MS = 2;

  private static final long CALM_STEP_MS = 5;
  private static final int BUSY_TRADES_PER_SECOND = 5_000;
  private static final long SECOND_MS = 1_000;
  private static final long SNAPSHOT_MS = 2_000;
  private static final long MINUTE_MS = 60_000;

  /** After a stall the walk makes up for at most this much time. */
  private static final long MAX_ARREARS_NS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final Clock clock;
  private final TradingFloor floor;
  private final SessionRegistry registry;
  private final Broadcaster broadcaster;
  private final Map<Instrument, Marks> marksTold = new HashMap<>();
  private RunConfig run;
  private RandomWalk walk;
  private @Nullable Replay replay;
  private long replayStartNs;
  private long paidUntilNs = System.nanoTime();
  private long secondTimer;
  private long stepTimer;
  private boolean stopped;

  /** A runner that tells the sessions of the registry. */
  public static MarketRunner of(
      Vertx vertx,
      Clock clock,
      TradingFloor floor,
      SessionRegistry registry,
      RunTape tape,
      RunConfig run) {
    return new MarketRunner(vertx, clock, floor, registry, tape, run);
  }

  private MarketRunner(
      Vertx vertx,
      Clock clock,
      TradingFloor floor,
      SessionRegistry registry,
      RunTape tape,
      RunConfig run) {
    this.vertx = vertx;
    this.clock = clock;
    this.floor = floor;
    this.registry = registry;
    this.broadcaster = new Broadcaster(registry, tape);
    this.run = run;
    this.walk = new RandomWalk(floor, run.seed());
    floor.of(Market.FUTURES).forEach(s -> marksTold.put(s.instrument(), s.marks()));
  }

  public void start() {
    awaitNextStep();
    awaitNextSecond();
  }

  public void stop() {
    stopped = true;
    vertx.cancelTimer(stepTimer);
    vertx.cancelTimer(secondTimer);
  }

  public RunConfig run() {
    return run;
  }

  /** The replay that is on, or the last one. */
  public @Nullable Replay replay() {
    return replay;
  }

  /** Changes mode, seed and pace at once; prices go on from where they are. */
  public void run(RunConfig next) {
    run = next;
    walk = new RandomWalk(floor, next.seed());
    paidUntilNs = System.nanoTime();
    log.info(
        "market runs mode={} seed={} trades_per_second={}",
        next.mode().label(),
        next.seed(),
        next.tradesPerSecond());
  }

  /** Plays a recording from its first line, then pauses; trades are stamped with now. */
  public void play(Replay next, RunConfig with) {
    replay = next;
    replayStartNs = System.nanoTime();
    log.info(
        "replay started file={} lines={}",
        next.recording().file(),
        next.recording().lines().size());
    run(with);
  }

  /** Prints trades on order. On a contract mark and index are set to its price. */
  public List<Trade> print(List<TradeOrder> orders) {
    List<Trade> trades = new ArrayList<>();
    registry.together(() -> orders.forEach(order -> trades.add(print(order))));
    return trades;
  }

  private Trade print(TradeOrder order) {
    Instrument instrument = order.instrument();
    Trade trade = floor.print(order);
    broadcaster.onTrade(trade, state(trade.listing().symbol()));
    if (instrument.market() == Market.FUTURES) {
      setMarks(instrument, order.price(), order.price());
    }
    return trade;
  }

  public void setMarks(Instrument contract, BigDecimal mark, BigDecimal index) {
    tellMarks(floor.setMarks(contract, mark, index, clock.millis()));
  }

  /** Now, in epoch nanoseconds. */
  public long nowNs() {
    Instant now = clock.instant();
    return Math.addExact(
        Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), (long) now.getNano());
  }

  private void awaitNextStep() {
    boolean busy = run.mode() == RunMode.REPLAY || run.tradesPerSecond() >= BUSY_TRADES_PER_SECOND;
    stepTimer =
        vertx.setTimer(
            busy ? BUSY_STEP_MS : CALM_STEP_MS,
            t -> {
              registry.together(this::onStep);
              awaitNextStep();
            });
  }

  private void onStep() {
    long nowNs = System.nanoTime();
    switch (run.mode()) {
      case PAUSED -> paidUntilNs = nowNs;
      case RANDOM_WALK -> walkUntil(nowNs);
      case REPLAY -> playUntil(nowNs);
    }
    broadcaster.onTurn();
  }

  private void walkUntil(long nowNs) {
    long perTradeNs = TimeUnit.SECONDS.toNanos(1) / run.tradesPerSecond();
    if (nowNs - paidUntilNs > MAX_ARREARS_NS) {
      paidUntilNs = nowNs - MAX_ARREARS_NS;
    }
    while (nowNs - paidUntilNs >= perTradeNs) {
      paidUntilNs += perTradeNs;
      walkOn();
    }
  }

  private void playUntil(long nowNs) {
    Replay playing = Objects.requireNonNull(replay);
    long elapsedNs = nowNs - replayStartNs;
    RecordedLine line = playing.next(elapsedNs);
    while (line != null) {
      play(line, playing.recording());
      line = playing.next(elapsedNs);
    }
    if (playing.isOver()) {
      run(new RunConfig(RunMode.PAUSED, run.seed(), run.tradesPerSecond()));
    }
  }

  private void play(RecordedLine line, Recording recording) {
    InstrumentState state = state(line.listing().symbol());
    if (line instanceof RecordedLine.MarksSet marks) {
      BigDecimal index = Objects.requireNonNullElse(marks.index(), state.marks().index());
      setMarks(line.listing().instrument(), marks.mark(), index);
    } else if (line instanceof RecordedLine.Print print) {
      Trade trade = floor.print(state, print.priceTicks(), print.sizeSteps(), nowNs());
      if (!print.listing().isSpot() && !recording.marked().contains(print.listing().symbol())) {
        floor.driftMarks(state);
      }
      broadcaster.onTrade(trade, state);
    } else {
      throw new AssertionError(line);
    }
  }

  private void walkOn() {
    Trade trade = walk.next(nowNs());
    InstrumentState state = state(trade.listing().symbol());
    if (!trade.listing().isSpot()) {
      floor.driftMarks(state);
    }
    broadcaster.onTrade(trade, state);
  }

  private void awaitNextSecond() {
    long delayMs = SECOND_MS - Math.floorMod(clock.millis(), SECOND_MS);
    secondTimer = vertx.setTimer(delayMs, t -> registry.together(this::onSecond));
  }

  private void onSecond() {
    if (stopped) {
      return;
    }
    long secondMs = Math.floorDiv(clock.millis(), SECOND_MS) * SECOND_MS;
    for (InstrumentState contract : floor.of(Market.FUTURES)) {
      if (!contract.marks().equals(marksTold.get(contract.instrument()))) {
        floor.stampMarks(contract.instrument(), secondMs);
        tellMarks(contract);
      }
      if (Math.floorMod(secondMs, MINUTE_MS) == 0) {
        broadcaster.onFunding(contract, secondMs);
      }
    }
    broadcaster.onCandleTime(floor.of(Market.FUTURES), clock.millis());
    if (Math.floorMod(secondMs, SNAPSHOT_MS) == 0) {
      broadcaster.onSnapshotTime(floor.of(Market.SPOT));
    }
    awaitNextSecond();
  }

  private void tellMarks(InstrumentState contract) {
    marksTold.put(contract.instrument(), contract.marks());
    broadcaster.onMarks(contract);
  }

  private InstrumentState state(String symbol) {
    return Objects.requireNonNull(floor.find(symbol));
  }
}
