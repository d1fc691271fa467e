/**
 * Books what was decided, once, and tells its owner: the saga from transition to ledger. Shell
 * around {@code accounting}. Start at {@link io.tickwire.rules.settlement.Accountant}.
 */
@NullMarked
package io.tickwire.rules.settlement;

import org.jspecify.annotations.NullMarked;
