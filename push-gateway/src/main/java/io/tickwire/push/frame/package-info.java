/**
 * Decides how messages look on the wire: one event's bytes are made once for each form and put
 * together to what each connection is sent. Pure; start at {@link
 * io.tickwire.push.frame.MessageForm}.
 */
@NullMarked
package io.tickwire.push.frame;

import org.jspecify.annotations.NullMarked;
