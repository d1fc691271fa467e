package io.tickwire.simulator;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Runs a simulator alone until the process is told to stop. */
public final class SimulatorMain {

  private static final String LOG_CONFIG = "logback.configurationFile";
  private static final long STOP_WITHIN_S = 8;
  private static final int FAILED = 1;

  private SimulatorMain() {}

  public static void main(String[] args) {
    // Before the first logger exists; under its own name so that it never meets another module's
    // file.
    if (System.getProperty(LOG_CONFIG) == null) {
      System.setProperty(LOG_CONFIG, "simulator-logback.xml");
    }
    SimulatorConfig config;
    try {
      config = SimulatorSettings.read(System.getenv());
    } catch (IllegalArgumentException e) {
      exit(e);
      return;
    }
    Vertx vertx = Vertx.vertx();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx), "simulator-stop"));
    ExchangeSimulator.start(vertx, config).onFailure(SimulatorMain::exit);
  }

  private static void exit(Throwable cause) {
    System.err.println(cause.getMessage());
    // From a thread of its own: the stop hook waits for event loops, and this may be one.
    new Thread(() -> System.exit(FAILED), "simulator-exit").start();
  }

  private static void stop(Vertx vertx) {
    CountDownLatch closed = new CountDownLatch(1);
    vertx.close().onComplete(done -> closed.countDown());
    try {
      if (!closed.await(STOP_WITHIN_S, TimeUnit.SECONDS)) {
        LoggerFactory.getLogger(SimulatorMain.class)
            .warn("simulator did not stop in time seconds={}", STOP_WITHIN_S);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
