package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.rules.store.RuleStore;
import org.junit.jupiter.api.Test;

/** How many transitions go into one call of the commit script. */
class CommitBatchTest {
  @Test
  void holdsRedisUpForLittle_whenFewWait() {
    assertThat(CommitQueue.most(0, CommitQueue.LONG)).isEqualTo(RuleStore.MAX_BATCH);
  }

  @Test
  void isFourTimesAsLong_whenVeryManyWait() {
    assertThat(CommitQueue.most(0, CommitQueue.LONG + 1)).isEqualTo(4 * RuleStore.MAX_BATCH);
  }

  @Test
  void isOne_whileTheRefusedOneIsLookedFor() {
    assertThat(CommitQueue.most(1, CommitQueue.LONG + 1)).isEqualTo(1);
  }
}
