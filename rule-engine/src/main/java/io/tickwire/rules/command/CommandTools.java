package io.tickwire.rules.command;

import io.tickwire.rules.partition.PartitionTools;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.settlement.Openings;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.RuleStore;

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
    long priceWaitMs) {}
