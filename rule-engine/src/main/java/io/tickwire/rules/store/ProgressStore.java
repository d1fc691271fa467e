package io.tickwire.rules.store;

import io.vertx.core.Future;

/** How far the partitions have been evaluated, outside of the engines that evaluate them. */
public interface ProgressStore {
  /**
   * All or nothing: extremes newer than their checkpoint would fire what never was reached. And
   * nothing at all when another process of Redis answers than the one that was read from: it may
   * have forgotten transitions, and then their ticks have to be evaluated again.
   *
   * @param process that was read from, as {@link CheckpointStore.Saved} names it
   * @return the process that answered; when it is another one, nothing was written
   */
  Future<String> write(int partition, CheckpointStore.Changes changes, String process);

  Future<CheckpointStore.Saved> read(int partition);
}
