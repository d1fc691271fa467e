package io.tickwire.rules.partition;

import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.ProgressStore;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far partitions have come, some time after they had come there: a rule is live from its
 * acceptance on, and by then whoever evaluates has heard of those that were accepted before. So
 * what is written is not ahead of a rule that nobody evaluated. Confined to the engine's event
 * loop.
 */
final class ProgressNotes {
  private static final Logger log = LoggerFactory.getLogger(ProgressNotes.class);

  private final ProgressStore checkpoints;
  private final Timers timers;
  private final long afterMs;
  private final Reconciliation reconciliation;

  /**
   * @param afterMs longer than a rule is on its way to the engines
   * @param reconciliation asked when another process of Redis answers
   */
  ProgressNotes(
      ProgressStore checkpoints, Timers timers, long afterMs, Reconciliation reconciliation) {
    this.checkpoints = checkpoints;
    this.timers = timers;
    this.afterMs = afterMs;
    this.reconciliation = reconciliation;
  }

  /** What cannot be written is news the next time. */
  void write(Collection<Partition> partitions) {
    for (Partition partition : partitions) {
      CheckpointStore.Changes changes = partition.progress();
      String process = partition.process();
      if (changes != null && process != null && !changes.isEmpty()) {
        timers.after(afterMs, () -> write(partition, changes, process));
      }
    }
  }

  private void write(Partition partition, CheckpointStore.Changes changes, String process) {
    checkpoints
        .write(partition.number(), changes, process)
        .onFailure(e -> partition.progressLost())
        .onSuccess(
            answered -> {
              if (!answered.equals(process)) {
                partition.progressLost();
                compare(partition, process, answered);
              }
            });
  }

  /** The next note finds the same again when this fails. */
  private void compare(Partition partition, String before, String answered) {
    if (!before.equals(partition.process())) {
      return; // under way or done
    }
    log.info("another process of Redis answers partition={}", partition.number());
    partition.agreesWith(null);
    reconciliation
        .compare(partition)
        .onSuccess(ignored -> partition.agreesWith(answered))
        .onFailure(e -> partition.agreesWith(before));
  }
}
