/**
 * Decides whether balances, ledger, positions and triggers that were read from Redis agree with
 * each other. Pure Java: no Vert.x, clock or I/O. Start at {@link io.tickwire.rules.audit.Audit}.
 */
@NullMarked
package io.tickwire.rules.audit;

import org.jspecify.annotations.NullMarked;
