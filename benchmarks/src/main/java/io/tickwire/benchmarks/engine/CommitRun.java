package io.tickwire.benchmarks.engine;

import io.tickwire.benchmarks.Options;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Ids;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Transition;
import io.tickwire.testsupport.TestContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many transitions a second does the commit script decide when nobody else wants anything of
 * Redis, one call after the other, by the number of transitions in a call? The ceiling of {@link
 * TransitionStormRun}.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.engine.CommitRun . [name=value ...]
 *   fsync=always|everysec rules=100000
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class CommitRun {
  private static final String SYMBOL = "S0-USDT";
  private static final List<Integer> BATCHES = List.of(64, 16, 64, 128, 256, 512);

  private CommitRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int code = 1;
    try (EngineRig rig = EngineRig.redis(options.text("fsync", "always"), List.of(SYMBOL))) {
      for (int batch : BATCHES) {
        run(rig, options.number("rules", 100_000), batch);
      }
      code = 0;
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    } finally {
      // Vert.x threads would keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  private static void run(EngineRig rig, int rules, int batch) {
    Alerts alerts = rig.alerts();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      ids.add(alerts.add(SYMBOL, Condition.ABOVE, BigDecimal.ONE));
    }
    alerts.finish();
    RuleStore store = rig.store();
    int partition = new Partitions(Partitions.DEFAULT_COUNT).of(SYMBOL);
    EngineRig.Cpu before = rig.cpu();
    long startNs = System.nanoTime();
    int done = 0;
    for (int from = 0; from < rules; from += batch) {
      List<Transition> transitions =
          ids.subList(from, Math.min(rules, from + batch)).stream()
              .map(CommitRun::executed)
              .toList();
      for (Outcome outcome : TestContext.await(store.commit(partition, transitions))) {
        done += outcome.isWon() ? 1 : 0;
      }
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    EngineRig.Cpu cpu = rig.cpu().since(before);
    if (done != rules) {
      throw new IllegalStateException("not all won: won=" + done);
    }
    System.out.printf(
        Locale.ROOT,
        "%d to a call: %,.0f transitions/s, %.2f ms a call; Redis %.0f us a transition, this"
            + " process %.0f us%n",
        batch,
        rules / seconds,
        seconds * 1e3 * batch / rules,
        cpu.redis() * 1e6 / rules,
        cpu.process() * 1e6 / rules);
  }

  private static Transition executed(String id) {
    long nowUs = EpochClock.nowNs() / 1_000;
    Execution execution =
        new Execution(
            Ids.next(Ids.EXECUTION, nowUs / 1_000),
            "user1",
            ExecutionKind.TRIGGER,
            null,
            id,
            SYMBOL,
            BigDecimal.ONE,
            null,
            BigDecimal.ONE,
            BigDecimal.ZERO,
            new Execution.Evidence(
                "kucoin", SYMBOL, PriceSource.LAST, 1, BigDecimal.ONE, nowUs * 1_000),
            nowUs,
            nowUs,
            0,
            false,
            false,
            "run",
            List.of());
    return new Transition(id, LiveStatus.ARMED, 1, LiveStatus.EXECUTED, execution.id(), execution);
  }
}
