package io.tickwire.simulator.server;

import io.tickwire.simulator.market.Instrument;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.Marks;
import io.tickwire.simulator.market.RandomWalk;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.market.TradeOrder;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.session.SessionRegistry;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

  private static final long STEP_MS = 2;
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
  private long paidUntilNs = System.nanoTime();
  private long secondTimer;
  private long stepTimer;
  private boolean stopped;

  /** A runner that tells the sessions of the registry. */
  public static MarketRunner of(
      Vertx vertx, Clock clock, TradingFloor floor, SessionRegistry registry, RunConfig run) {
    return new MarketRunner(vertx, clock, floor, registry, run);
  }

  private MarketRunner(
      Vertx vertx, Clock clock, TradingFloor floor, SessionRegistry registry, RunConfig run) {
    this.vertx = vertx;
    this.clock = clock;
    this.floor = floor;
    this.registry = registry;
    this.broadcaster = new Broadcaster(vertx, registry);
    this.run = run;
    this.walk = new RandomWalk(floor, run.seed());
    floor.of(Market.FUTURES).forEach(s -> marksTold.put(s.instrument(), s.marks()));
  }

  public void start() {
    stepTimer = vertx.setPeriodic(STEP_MS, t -> registry.together(this::onStep));
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

  /** Prints a trade on order. On a contract mark and index are set to its price. */
  public Trade print(TradeOrder order) {
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

  private void onStep() {
    long nowNs = System.nanoTime();
    if (run.mode() == RunMode.PAUSED) {
      paidUntilNs = nowNs;
      return;
    }
    long perTradeNs = TimeUnit.SECONDS.toNanos(1) / run.tradesPerSecond();
    if (nowNs - paidUntilNs > MAX_ARREARS_NS) {
      paidUntilNs = nowNs - MAX_ARREARS_NS;
    }
    while (nowNs - paidUntilNs >= perTradeNs) {
      paidUntilNs += perTradeNs;
      walkOn();
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
