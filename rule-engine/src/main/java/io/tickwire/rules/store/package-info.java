/**
 * Positions, triggers and accounts in Redis: which script decides what, under which key. Shell; it
 * knows no price and no rule. Start at {@link io.tickwire.rules.store.RuleStore}.
 */
@NullMarked
package io.tickwire.rules.store;

import org.jspecify.annotations.NullMarked;
