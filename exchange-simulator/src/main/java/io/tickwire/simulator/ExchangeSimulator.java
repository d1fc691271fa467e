package io.tickwire.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * A running simulator: two origins that speak KuCoin's Classic protocol over a market of its own.
 *
 * <p>May be used from any thread; everything inside runs on one event loop of the given Vert.x.
 */
public final class ExchangeSimulator {

  private static final long CLOSE_WITHIN_S = 5;

  private final Vertx vertx;
  private final SimulatorVerticle verticle;
  private final String deploymentId;

  private ExchangeSimulator(Vertx vertx, SimulatorVerticle verticle, String deploymentId) {
    this.vertx = vertx;
    this.verticle = verticle;
    this.deploymentId = deploymentId;
  }

  /** Starts on the system clock; fails with a sentence when a port is taken. */
  public static Future<ExchangeSimulator> start(Vertx vertx, SimulatorConfig config) {
    return start(vertx, config, Clock.systemUTC());
  }

  /** Starts on another clock: it stamps trades and ends tokens. Idle times and pace stay real. */
  public static Future<ExchangeSimulator> start(Vertx vertx, SimulatorConfig config, Clock clock) {
    SimulatorVerticle verticle = new SimulatorVerticle(config, clock);
    return vertx
        .deployVerticle(verticle)
        .onSuccess(id -> verticle.tellStarted())
        .map(id -> new ExchangeSimulator(vertx, verticle, id));
  }

  public int spotPort() {
    return verticle.spotPort();
  }

  public int futuresPort() {
    return verticle.futuresPort();
  }

  /** Closes ports and sockets; done or failed within {@value #CLOSE_WITHIN_S} seconds. */
  public Future<Void> close() {
    return vertx.undeploy(deploymentId).timeout(CLOSE_WITHIN_S, TimeUnit.SECONDS);
  }
}
