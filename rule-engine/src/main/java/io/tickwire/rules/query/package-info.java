/**
 * Answers what users ask: positions, triggers, executions, account. Shell. Start at {@link
 * io.tickwire.rules.query.QueryDesk}.
 */
@NullMarked
package io.tickwire.rules.query;

import org.jspecify.annotations.NullMarked;
