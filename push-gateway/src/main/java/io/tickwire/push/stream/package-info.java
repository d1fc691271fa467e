/**
 * Decides what readers without a WebSocket get: events in the order of the log, the newest quote of
 * each symbol, and the text in which they are sent. Pure. Start at {@link
 * io.tickwire.push.stream.Reader}.
 */
@NullMarked
package io.tickwire.push.stream;

import org.jspecify.annotations.NullMarked;
