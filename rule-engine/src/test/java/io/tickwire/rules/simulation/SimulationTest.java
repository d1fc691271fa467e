package io.tickwire.rules.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * {@code -Dsimulation.seeds=5000} runs more seeds, {@code -Dsimulation.first=4711} begins with that
 * one. A failure names its seed and shows the last steps of it.
 */
class SimulationTest {
  private static final int SHOWN = 150;
  private static final Logger PARTITIONS =
      (Logger) LoggerFactory.getLogger("io.tickwire.rules.partition");

  private static Level before = Level.INFO;

  @BeforeAll
  static void quiet() {
    before = PARTITIONS.getEffectiveLevel();
    PARTITIONS.setLevel(Level.OFF); // thousands of engines start and stop
  }

  @AfterAll
  static void loud() {
    PARTITIONS.setLevel(before);
  }

  private static String failure(long seed, World world) {
    Simulation again = new Simulation(seed, true, ModelStore::new, world);
    String wrong = again.run();
    List<String> trace = again.trace();
    List<String> end = trace.subList(Math.max(0, trace.size() - SHOWN), trace.size());
    return "seed " + seed + ": " + wrong + "\n" + String.join("\n", end);
  }

  @Test
  void firesEveryCrossingOnce_whateverHappens() {
    long first = Long.getLong("simulation.first", 1);
    long count = Long.getLong("simulation.seeds", 200);
    int fired = 0;
    int ended = 0;
    for (long seed : LongStream.range(first, first + count).toArray()) {
      Simulation simulation = new Simulation(seed, false, ModelStore::new, World.PRODUCTION);
      String wrong = simulation.run();
      assertThat(wrong).as(() -> failure(seed, World.PRODUCTION)).isNull();
      fired += simulation.oracle().fired();
      ended += simulation.oracle().ended();
    }
    assertThat(fired).as("rules that fired").isGreaterThan((int) count);
    assertThat(ended).as("records that ended").isGreaterThan(fired / 2);
  }

  @Test
  void noticesAFailover_withoutWaitingForTheSlowPath() {
    long first = Long.getLong("simulation.first", 1);
    for (long seed = first; seed < first + 100; seed++) {
      World world = World.WITHOUT_SLOW_PATH;
      long failing = seed;
      assertThat(new Simulation(seed, false, ModelStore::new, world).run())
          .as(() -> failure(failing, world))
          .isNull();
    }
  }
}
