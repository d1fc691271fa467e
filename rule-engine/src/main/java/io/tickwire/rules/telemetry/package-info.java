/**
 * The engine's counters and timers by the names operators know. Pure apart from the registry. Start
 * at {@link io.tickwire.rules.telemetry.EngineMetrics}.
 */
@NullMarked
package io.tickwire.rules.telemetry;

import org.jspecify.annotations.NullMarked;
