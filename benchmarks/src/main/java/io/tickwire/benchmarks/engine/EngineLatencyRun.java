package io.tickwire.benchmarks.engine;

import io.tickwire.benchmarks.Options;
import java.util.Locale;

/**
 * How long from a tick to the engine's decision and to the commit in Redis, with ticks at a fixed
 * rate? The whole engine with its settlement, frames of a millisecond on the bus, an alert fired by
 * a tick now and then. Times run from when the tick was due.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.engine.EngineLatencyRun . [name=value ...]
 *   fsync=everysec|always seconds=30 rate=100000 firings=500 symbols=1000
 *   rules=0 at least so many are armed; those that no tick reaches are compared with Redis all the same
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class EngineLatencyRun {
  private static final int WARM_UP_SECONDS = 15;

  private EngineLatencyRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int code = 1;
    int firings = options.number("firings", 500);
    int seconds = options.number("seconds", 30);
    int symbols = options.number("symbols", 1_000);
    int reached = firings * (seconds + WARM_UP_SECONDS) / symbols + 1;
    Staircase market =
        new Staircase(symbols, Math.max(reached, options.number("rules", 0) / symbols));
    try (EngineRig rig = EngineRig.redis(options.text("fsync", "everysec"), market.symbols())) {
      run(rig, market, options.number("rate", 100_000), firings, seconds);
      code = 0;
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    } finally {
      // Vert.x threads would keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  private static void run(EngineRig rig, Staircase market, int rate, int firings, int seconds) {
    Alerts alerts = rig.alerts();
    market.arm(alerts);
    rig.startEngine(alerts.finish());
    TickLoad load = new TickLoad(market, new TickPublisher(rig.vertx()), rate, firings);
    load.run(WARM_UP_SECONDS);
    long sinceUs = EpochClock.nowNs() / 1_000;
    Committed measured = new Committed(rig.vertx(), execution -> execution.receivedUs() >= sinceUs);
    load.run(seconds);
    long fired = (long) firings * seconds;
    EngineRig.await("all committed", () -> measured.count() == fired);
    System.out.printf(
        Locale.ROOT, "%,d ticks/s, %,d alerts fired a second, %d s%n", rate, firings, seconds);
    measured.print("engine");
  }
}
