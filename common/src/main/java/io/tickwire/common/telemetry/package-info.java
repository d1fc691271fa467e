/**
 * Metrics, health and the admin port of a process. Shell. Start at {@link
 * io.tickwire.common.telemetry.AdminServer}.
 */
@NullMarked
package io.tickwire.common.telemetry;

import org.jspecify.annotations.NullMarked;
