package io.tickwire.rules.store;

import io.vertx.core.Future;

/** How far the partitions have been evaluated, outside of the engines that evaluate them. */
public interface ProgressStore {
  /** All or nothing: extremes newer than their checkpoint would fire what never was reached. */
  Future<Void> write(int partition, CheckpointStore.Changes changes);

  Future<CheckpointStore.Saved> read(int partition);
}
