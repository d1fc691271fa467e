package io.tickwire.rules.partition;

import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.ProgressStore;
import java.util.Collection;

/**
 * Writes how far partitions have come, some time after they had come there: a rule is live from its
 * acceptance on, and by then whoever evaluates has heard of those that were accepted before. So
 * what is written is not ahead of a rule that nobody evaluated. Confined to the engine's event
 * loop.
 */
final class ProgressNotes {
  private final ProgressStore checkpoints;
  private final Timers timers;
  private final long afterMs;

  /**
   * @param afterMs longer than a rule is on its way to the engines
   */
  ProgressNotes(ProgressStore checkpoints, Timers timers, long afterMs) {
    this.checkpoints = checkpoints;
    this.timers = timers;
    this.afterMs = afterMs;
  }

  /** What cannot be written is news the next time. */
  void write(Collection<Partition> partitions) {
    for (Partition partition : partitions) {
      CheckpointStore.Changes changes = partition.progress();
      if (changes != null && !changes.isEmpty()) {
        timers.after(afterMs, () -> write(partition, changes));
      }
    }
  }

  private void write(Partition partition, CheckpointStore.Changes changes) {
    checkpoints.write(partition.number(), changes).onFailure(e -> partition.progressLost());
  }
}
