/**
 * Takes users' commands, passes each to an owner of its symbol, checks and writes. Shell around
 * {@code accounting}. Start at {@link io.tickwire.rules.command.CommandDesk}.
 */
@NullMarked
package io.tickwire.rules.command;

import org.jspecify.annotations.NullMarked;
