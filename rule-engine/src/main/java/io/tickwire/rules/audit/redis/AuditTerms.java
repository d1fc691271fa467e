package io.tickwire.rules.audit.redis;

import io.tickwire.common.cluster.Partitions;
import java.time.Duration;

/**
 * What is asked of an audit.
 *
 * @param partitions of the deployment
 * @param closingAge how long the way from a transition to its booking may take
 * @param anyFeeRate fees are compared with each other only
 * @param settle how long what looks wrong is given before it is read again
 * @param entriesAPass of an account's ledger whose positions are held at once, about
 */
record AuditTerms(
    Partitions partitions,
    Duration closingAge,
    boolean anyFeeRate,
    Duration settle,
    int entriesAPass) {
  static final Duration SETTLE = Duration.ofSeconds(1);
  static final int ENTRIES_A_PASS = 300_000;
}
