package io.tickwire.rules.partition;

import io.tickwire.rules.store.CheckpointStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes how far partitions have come. Confined to the engine's event loop. */
final class ProgressNotes {
  private final CheckpointStore checkpoints;

  ProgressNotes(CheckpointStore checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Completes when all of it is written or has failed; what failed is news the next time. */
  Future<Void> write(Collection<Partition> partitions) {
    List<Future<Void>> written = new ArrayList<>();
    for (Partition partition : partitions) {
      CheckpointStore.Changes changes = partition.progress();
      if (changes != null && !changes.isEmpty()) {
        written.add(
            checkpoints
                .write(partition.number(), changes)
                .onFailure(e -> partition.progressLost()));
      }
    }
    return Future.join(written).<Void>mapEmpty().otherwiseEmpty();
  }
}
