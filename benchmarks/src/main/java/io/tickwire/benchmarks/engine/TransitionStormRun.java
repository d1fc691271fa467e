package io.tickwire.benchmarks.engine;

import io.tickwire.benchmarks.Options;
import io.tickwire.common.wire.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How many transitions a second does Redis decide when a wick fires 100,000 alerts, and how late
 * are other ticks meanwhile? What those feel is told by alerts that they fire on other symbols.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.engine.TransitionStormRun . [name=value ...]
 *   fsync=always|everysec rules=100000 wicks=1 rate=10000 firings=100 symbols=1000
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class TransitionStormRun {
  private static final int WARM_UP_SECONDS = 10;
  private static final int STORM_SECONDS = 20;
  private static final String WICK = "WICK";

  private final int rules;
  private final int rate;
  private final int firings;
  private final List<String> wicks = new ArrayList<>();
  private final Staircase market;

  private TransitionStormRun(Options options) {
    rules = options.number("rules", 100_000);
    rate = options.number("rate", 10_000);
    firings = options.number("firings", 100);
    for (int i = 0; i < options.number("wicks", 1); i++) {
      wicks.add(WICK + i + "-USDT");
    }
    int symbols = options.number("symbols", 1_000);
    market = new Staircase(symbols, firings * (2 * WARM_UP_SECONDS + STORM_SECONDS) / symbols + 1);
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int code = 1;
    TransitionStormRun run = new TransitionStormRun(options);
    List<String> symbols = new ArrayList<>(run.market.symbols());
    symbols.addAll(run.wicks);
    try (EngineRig rig = EngineRig.redis(options.text("fsync", "always"), symbols)) {
      run.run(rig);
      code = 0;
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    } finally {
      // Vert.x threads would keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  private void run(EngineRig rig) {
    Alerts alerts = rig.alerts();
    market.arm(alerts);
    // Half of them warm the code up, below the price at which the others wait.
    armWicks(alerts, Staircase.GROUND);
    armWicks(alerts, Staircase.GROUND * 2);
    rig.startEngine(alerts.finish());
    TickPublisher publisher = new TickPublisher(rig.vertx());
    TickLoad load = new TickLoad(market, publisher, rate, firings);
    load.run(WARM_UP_SECONDS);
    storm(rig, publisher, load, "first storm", Staircase.GROUND);
    storm(rig, publisher, load, "second storm", Staircase.GROUND * 2);
  }

  private void armWicks(Alerts alerts, long groundTicks) {
    for (int i = 0; i < rules; i++) {
      BigDecimal threshold = BigDecimal.valueOf(groundTicks + 1 + i, EngineRig.PRICE_SCALE);
      alerts.add(wicks.get(i % wicks.size()), Condition.ABOVE, threshold);
    }
  }

  private void storm(
      EngineRig rig, TickPublisher publisher, TickLoad load, String name, long groundTicks) {
    long sinceUs = EpochClock.nowNs() / 1_000;
    Committed storm =
        new Committed(
            rig.vertx(),
            execution -> execution.symbol().startsWith(WICK) && execution.receivedUs() >= sinceUs);
    Committed others =
        new Committed(
            rig.vertx(),
            execution ->
                !execution.symbol().startsWith(WICK)
                    && execution.receivedUs() >= sinceUs
                    && storm.count() < rules);
    EngineRig.Cpu before = rig.cpu();
    long wickNs = EpochClock.nowNs();
    for (String symbol : wicks) {
      publisher.trade(symbol, groundTicks + rules, wickNs);
    }
    publisher.flush();
    for (int second = 0; storm.count() < rules && second < STORM_SECONDS / 2; second++) {
      load.run(1);
    }
    EngineRig.await("storm committed", () -> storm.count() == rules);
    EngineRig.Cpu cpu = rig.cpu().since(before);
    double seconds = (storm.lastUs() - TimeUnit.NANOSECONDS.toMicros(wickNs)) / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%s: %,d transitions in %.2f s: %,.0f a second; Redis %.1f s, this process %.1f s of a"
            + " core%n",
        name,
        rules,
        seconds,
        rules / seconds,
        cpu.redis(),
        cpu.process());
    storm.print("  fired by the wick");
    others.print("  fired meanwhile by other ticks");
  }
}
