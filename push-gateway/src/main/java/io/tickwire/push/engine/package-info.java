/**
 * Asks the rule engines over the event bus and decides what is asked twice. Shell. Start at {@link
 * io.tickwire.push.engine.EngineClient}.
 */
@NullMarked
package io.tickwire.push.engine;

import org.jspecify.annotations.NullMarked;
