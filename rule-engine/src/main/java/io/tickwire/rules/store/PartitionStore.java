package io.tickwire.rules.store;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What evaluating a partition asks of the store. A future that fails says nothing about whether it
 * happened, and repeating the call is harmless.
 */
public interface PartitionStore {
  /** Where to follow a partition's changes from, when asked before {@link #load}. */
  Future<String> newestChange(int partition);

  /**
   * All records of a partition. Not one moment's picture: whoever follows the changes from before
   * the call sees what moved meanwhile.
   */
  Future<Map<String, LiveRule>> load(int partition);

  /** How every record of a partition stands. Not one moment's picture either. */
  Future<RecordStates> states(int partition);

  /** One record as it stands; empty when it is not in the partition. */
  Future<Optional<LiveRule>> read(int partition, String id);

  /**
   * Decides transitions in their order.
   *
   * @return one outcome for each
   */
  Future<List<Outcome>> commit(int partition, List<Transition> transitions);

  /**
   * Notes a settlement of funding for those of the positions that are open, once.
   *
   * @return false when it had been noted before
   */
  Future<Boolean> fund(int partition, String symbol, FundingDue due, Collection<String> positions);
}
