/**
 * The rule engine put together: settings, rooms, start and stop. Shell. Start at {@link
 * io.tickwire.rules.RulesService}.
 */
@NullMarked
package io.tickwire.rules;

import org.jspecify.annotations.NullMarked;
