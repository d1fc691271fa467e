package io.tickwire.simulator;

import io.tickwire.simulator.control.ControlRoutes;
import io.tickwire.simulator.fault.FaultBoard;
import io.tickwire.simulator.market.InstrumentCatalog;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.server.ExchangeHalf;
import io.tickwire.simulator.server.MarketRunner;
import io.tickwire.simulator.session.SessionEnvironment;
import io.tickwire.simulator.session.SessionRegistry;
import io.tickwire.simulator.tape.RunTape;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assembles the rooms on one event loop. */
final class SimulatorVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(SimulatorVerticle.class);

  private final SimulatorConfig config;
  private final Clock clock;
  private final SessionRegistry registry = new SessionRegistry();
  private @Nullable RunTape tape;
  private @Nullable MarketRunner runner;
  private @Nullable ExchangeHalf spot;
  private @Nullable ExchangeHalf futures;
  private volatile int spotPort;
  private volatile int futuresPort;

  SimulatorVerticle(SimulatorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    return RunTape.open(vertx, config.tapeFile()).compose(this::start);
  }

  private Future<?> start(RunTape opened) {
    tape = opened;
    TradingFloor floor =
        new TradingFloor(
            InstrumentCatalog.of(config.spotSymbols(), config.futuresSymbols()), clock.millis());
    MarketRunner market = MarketRunner.of(vertx, clock, floor, registry, opened, config.run());
    FaultBoard faults = new FaultBoard();
    ControlRoutes control =
        new ControlRoutes(floor, market, registry, faults, opened, config.replayDir());
    SessionEnvironment sessions =
        new SessionEnvironment(vertx, clock, registry, config.limits(), faults);
    ExchangeHalf spotHalf =
        new ExchangeHalf(sessions, Market.SPOT, config.endpoint(), floor, control::mount);
    ExchangeHalf futuresHalf =
        new ExchangeHalf(sessions, Market.FUTURES, config.endpoint(), floor, control::mount);
    runner = market;
    spot = spotHalf;
    futures = futuresHalf;
    return spotHalf
        .listen(config.host(), config.spotPort())
        .compose(
            port -> {
              spotPort = port;
              return futuresHalf.listen(config.host(), config.futuresPort());
            })
        .onSuccess(
            port -> {
              futuresPort = port;
              market.start();
            });
  }

  /** Call once it is deployed: who reads this may stop it from then on. */
  void tellStarted() {
    log.info(
        "simulator started host={} spot_port={} futures_port={} mode={} seed={}",
        config.host(),
        spotPort,
        futuresPort,
        config.run().mode().label(),
        config.run().seed());
  }

  @Override
  public Future<?> stop() {
    if (tape == null || runner == null || spot == null || futures == null) {
      return Future.succeededFuture();
    }
    runner.stop();
    RunTape kept = tape;
    // Sockets first: the servers would wait for peers that do not read.
    return registry
        .closeAll(vertx)
        .compose(v -> Future.join(closed(spot), closed(futures)))
        .compose(v -> kept.close())
        .onSuccess(
            v -> log.info("simulator stopped spot_port={} futures_port={}", spotPort, futuresPort));
  }

  private static Future<Void> closed(@Nullable ExchangeHalf half) {
    return half == null ? Future.succeededFuture() : half.close();
  }

  int spotPort() {
    return spotPort;
  }

  int futuresPort() {
    return futuresPort;
  }
}
