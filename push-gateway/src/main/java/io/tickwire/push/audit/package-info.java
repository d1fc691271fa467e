/**
 * Decides what is told about who did what, and how often about those who are refused. Free of
 * sockets. Start at {@link io.tickwire.push.audit.Audit}.
 */
@NullMarked
package io.tickwire.push.audit;

import org.jspecify.annotations.NullMarked;
