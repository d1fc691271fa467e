package io.tickwire.rules.command;

import io.tickwire.common.wire.RuleReply;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.partition.PartitionTools;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.settlement.Openings;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What handling commands needs.
 *
 * @param priceWaitMs how long to wait for a first price
 * @param order gives the arming order
 */
public record CommandTools(
    PartitionTools engine,
    RuleStore store,
    AccountStore accountStore,
    Records records,
    Openings openings,
    ArmingOrder order,
    long priceWaitMs) {

  /**
   * What an earlier command created, told once it is live.
   *
   * @param found null when it created nothing, which stays so
   */
  Future<@Nullable RuleReply> live(
      Partition partition, String id, Future<@Nullable RuleReply> found) {
    return found.compose(
        reply ->
            reply == null
                ? Future.succeededFuture(reply)
                : openings.resume(partition.number(), id).map(reply));
  }
}
