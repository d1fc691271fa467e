package io.tickwire.benchmarks.engine;

import io.tickwire.benchmarks.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How long until an engine has read a million alerts from Redis and evaluates them, and what memory
 * does it hold then?
 *
 * <pre>
 * java -Xmx4g -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.engine.RuleLoadRun . [name=value ...]
 *   rules=1000000 symbols=1000
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class RuleLoadRun {
  private static final double MIB = 1 << 20;

  private RuleLoadRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Options options = new Options(arguments);
    int code = 1;
    int symbols = options.number("symbols", 1_000);
    Staircase market = new Staircase(symbols, options.number("rules", 1_000_000) / symbols);
    try (EngineRig rig = EngineRig.redis("everysec", market.symbols())) {
      run(rig, market);
      code = 0;
    } catch (Exception e) {
      System.err.println("the run failed: " + e);
    } finally {
      // Vert.x threads would keep the process.
      Runtime.getRuntime().halt(code);
    }
  }

  private static void run(EngineRig rig, Staircase market) throws Exception {
    Alerts alerts = rig.alerts();
    market.arm(alerts);
    int rules = alerts.finish();
    long beforeBytes = usedBytes();
    long startNs = System.nanoTime();
    rig.startEngine(rules);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    String peak = status("VmHWM");
    double heapMib = (usedBytes() - beforeBytes) / MIB;
    System.out.printf(
        Locale.ROOT,
        "%,d rules live after %.1f s: %.0f MiB of heap after a collection, %.0f bytes a rule;"
            + " peak of the process %s; Redis holds %s%n",
        rules,
        seconds,
        heapMib,
        heapMib * MIB / rules,
        peak,
        rig.info("used_memory_human"));
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static String status(String field) throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
