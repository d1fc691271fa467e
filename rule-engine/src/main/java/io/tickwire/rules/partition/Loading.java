package io.tickwire.rules.partition;

import io.tickwire.common.ticks.TickStream;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import java.util.Map;

/**
 * Reads a partition in the order in which nothing falls between: its ticks are heard first, then
 * the position of its changes is taken, then how far it had come, and its records last. What is
 * missed from there on is in the changes and in the frames heard. Any context.
 */
final class Loading {
  private final TickStream ticks;
  private final RuleStore store;
  private final CheckpointStore checkpoints;

  Loading(TickStream ticks, RuleStore store, CheckpointStore checkpoints) {
    this.ticks = ticks;
    this.store = store;
    this.checkpoints = checkpoints;
  }

  /**
   * A partition as it was read.
   *
   * @param position of the newest change before the records were read
   * @param progress older than the records: what is armed later is met by the history from there
   */
  record Found(String position, CheckpointStore.Saved progress, Map<String, LiveRule> records) {}

  Future<Found> read(int partition) {
    return ticks
        .listen(partition)
        .otherwiseEmpty()
        .compose(ignored -> store.newestChange(partition))
        .compose(position -> read(partition, position));
  }

  private Future<Found> read(int partition, String position) {
    return checkpoints
        .read(partition)
        .compose(
            progress ->
                store.load(partition).map(records -> new Found(position, progress, records)));
  }
}
