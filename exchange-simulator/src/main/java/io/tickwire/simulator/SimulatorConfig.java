package io.tickwire.simulator;

import io.tickwire.simulator.market.InstrumentCatalog;
import io.tickwire.simulator.server.EndpointConfig;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.tickwire.simulator.session.SessionLimits;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator is set up; port 0 takes any free one.
 *
 * @param replayDir folder of the recordings that may be replayed; null for none
 * @param tapeFile where all trades and marks are written down; null for nowhere
 */
public record SimulatorConfig(
    String host,
    int spotPort,
    int futuresPort,
    RunConfig run,
    EndpointConfig endpoint,
    SessionLimits limits,
    int spotSymbols,
    int futuresSymbols,
    @Nullable Path replayDir,
    @Nullable Path tapeFile) {

  public static final int DEFAULT_SPOT_PORT = 8090;
  public static final int DEFAULT_FUTURES_PORT = 8091;
  public static final int DEFAULT_TRADES_PER_SECOND = 50;

  private static final int MAX_PORT = 65_535;

  public SimulatorConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host to listen on is empty");
    }
    requirePort("spotPort", spotPort);
    requirePort("futuresPort", futuresPort);
    InstrumentCatalog.requireKnown(spotSymbols, futuresSymbols);
    if (spotPort == futuresPort && spotPort != 0) {
      throw new IllegalArgumentException(
          "spot and futures need a port each: spotPort=futuresPort=" + spotPort);
    }
  }

  /** KuCoin's limits, the documented ports on this machine only, and a random walk. */
  public static SimulatorConfig defaults() {
    return new SimulatorConfig(
        "127.0.0.1",
        DEFAULT_SPOT_PORT,
        DEFAULT_FUTURES_PORT,
        new RunConfig(RunMode.RANDOM_WALK, 1, DEFAULT_TRADES_PER_SECOND),
        EndpointConfig.defaults(),
        SessionLimits.defaults(),
        InstrumentCatalog.MOST_SPOT,
        InstrumentCatalog.MOST_FUTURES,
        null,
        null);
  }

  /**
   * For tests: any free ports, few symbols, no limit on connects, and no trade but those a control
   * call prints.
   */
  public static SimulatorConfig quiet() {
    return defaults()
        .withPorts(0, 0)
        .withRun(RunConfig.paused())
        .withLimits(SessionLimits.defaults().withMaxConnects(0, 0))
        .withSymbols(InstrumentCatalog.KNOWN_SPOT, InstrumentCatalog.KNOWN_FUTURES);
  }

  public SimulatorConfig withPorts(int spot, int futures) {
    return new SimulatorConfig(
        host,
        spot,
        futures,
        run,
        endpoint,
        limits,
        spotSymbols,
        futuresSymbols,
        replayDir,
        tapeFile);
  }

  public SimulatorConfig withRun(RunConfig next) {
    return new SimulatorConfig(
        host,
        spotPort,
        futuresPort,
        next,
        endpoint,
        limits,
        spotSymbols,
        futuresSymbols,
        replayDir,
        tapeFile);
  }

  public SimulatorConfig withEndpoint(EndpointConfig next) {
    return new SimulatorConfig(
        host,
        spotPort,
        futuresPort,
        run,
        next,
        limits,
        spotSymbols,
        futuresSymbols,
        replayDir,
        tapeFile);
  }

  public SimulatorConfig withLimits(SessionLimits next) {
    return new SimulatorConfig(
        host,
        spotPort,
        futuresPort,
        run,
        endpoint,
        next,
        spotSymbols,
        futuresSymbols,
        replayDir,
        tapeFile);
  }

  /** How many are listed; the best known come first. */
  public SimulatorConfig withSymbols(int spot, int futures) {
    return new SimulatorConfig(
        host, spotPort, futuresPort, run, endpoint, limits, spot, futures, replayDir, tapeFile);
  }

  public SimulatorConfig withReplayDir(@Nullable Path next) {
    return new SimulatorConfig(
        host,
        spotPort,
        futuresPort,
        run,
        endpoint,
        limits,
        spotSymbols,
        futuresSymbols,
        next,
        tapeFile);
  }

  public SimulatorConfig withTapeFile(@Nullable Path next) {
    return new SimulatorConfig(
        host,
        spotPort,
        futuresPort,
        run,
        endpoint,
        limits,
        spotSymbols,
        futuresSymbols,
        replayDir,
        next);
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "a port is between 0 and " + MAX_PORT + ": " + name + "=" + port);
    }
  }
}
