package io.tickwire.rules.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Transition;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The simulation notices when a guarantee is missing: what it never fails at, it does not check.
 */
class SimulationFailsTest {
  /** Within a few seeds from here each of them is met; extremes and changes are met seldom. */
  private static final long FIRST_SEED = 1_400;

  private static final int MOST_SEEDS = 4_000;
  private static final Logger PARTITIONS =
      (Logger) LoggerFactory.getLogger("io.tickwire.rules.partition");

  private static Level before = Level.INFO;

  @BeforeAll
  static void quiet() {
    before = PARTITIONS.getEffectiveLevel();
    PARTITIONS.setLevel(Level.OFF);
  }

  @AfterAll
  static void loud() {
    PARTITIONS.setLevel(before);
  }

  /** What the first seed that fails says; null when none does. */
  private static @Nullable String firstWrong(World world, Supplier<ModelStore> store) {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + MOST_SEEDS; seed++) {
      String wrong = new Simulation(seed, false, store, world).run();
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  @Test
  void fails_whenTheStoreDoesNotCompareTheStatus() {
    assertThat(firstWrong(World.PRODUCTION, StatusIgnored::new)).contains("a second transition");
  }

  private static final class StatusIgnored extends ModelStore {
    @Override
    boolean stands(Transition hit, RuleState before) {
      return super.stands(
          hit,
          new RuleState(
              hit.from(),
              before.version(),
              before.executionId(),
              before.committedUs(),
              before.rules(),
              before.fired()));
    }
  }

  @Test
  void fails_whenTheStoreDoesNotCompareTheVersion() {
    assertThat(firstWrong(World.PRODUCTION, VersionIgnored::new))
        .contains("decided by rules that an edit replaced");
  }

  private static final class VersionIgnored extends ModelStore {
    @Override
    boolean stands(Transition hit, RuleState before) {
      return super.stands(
          hit,
          new RuleState(
              before.status(),
              before.version(),
              before.executionId(),
              before.committedUs(),
              hit.rules(),
              before.fired()));
    }
  }

  @Test
  void fails_whenSiblingsAreNotCancelled() {
    assertThat(firstWrong(World.PRODUCTION, SiblingsForgotten::new))
        .contains("cancelled others than the siblings");
  }

  private static final class SiblingsForgotten extends ModelStore {
    @Override
    List<String> members(String group) {
      return List.of();
    }
  }

  @Test
  void fails_whenTheExtremesOfACheckpointAreLost() {
    assertThat(firstWrong(World.HASTY_NOTES, ExtremesLost::new))
        .contains("missed")
        .contains("trailing_stop");
  }

  private static final class ExtremesLost extends ModelStore {
    @Override
    CheckpointStore.Saved saved() {
      CheckpointStore.Saved saved = super.saved();
      return new CheckpointStore.Saved(saved.checkpoints(), Map.of(), saved.process());
    }
  }

  @Test
  void fails_whenTheHistoryIsEmpty() {
    assertThat(firstWrong(World.WITHOUT_HISTORY, ModelStore::new))
        .containsAnyOf("missed", "crossed before");
  }

  @Test
  void fails_whenChangesAreFollowedFromALaterPosition() {
    assertThat(firstWrong(World.CHANGES_SKIPPED, ModelStore::new)).isNotNull();
  }

  @Test
  void fails_whenMemoryIsNotComparedAfterAFailover() {
    assertThat(firstWrong(World.NEVER_COMPARED, ModelStore::new)).contains("missed");
  }

  @Test
  void fails_whenItIsNotedHowFarOneHasComeBeforeAFailover() {
    assertThat(firstWrong(World.WITHOUT_SLOW_PATH, ProcessIgnored::new)).contains("missed");
  }

  private static final class ProcessIgnored extends ModelStore {
    @Override
    String write(CheckpointStore.Changes progress, String ofProcess) {
      super.write(progress, saved().process());
      return ofProcess;
    }
  }
}
