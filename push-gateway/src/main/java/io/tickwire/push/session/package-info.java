/**
 * Decides what one connection may do and when it ends, given its messages and the time. Pure: no
 * Vert.x, clock or I/O. Start at {@link io.tickwire.push.session.Session}.
 */
@NullMarked
package io.tickwire.push.session;

import org.jspecify.annotations.NullMarked;
