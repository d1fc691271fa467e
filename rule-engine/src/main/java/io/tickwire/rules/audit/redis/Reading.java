package io.tickwire.rules.audit.redis;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.rules.audit.Terms;
import java.time.Duration;

/**
 * How Redis is read.
 *
 * @param partitions of the deployment
 * @param closingAge how long the way from a transition to its booking may take
 * @param settle how long what looks wrong is given before it is read again
 * @param entriesAPass of an account's ledger that are held at once, about
 */
record Reading(
    Terms terms, Partitions partitions, Duration closingAge, Duration settle, int entriesAPass) {}
