/**
 * Decides what leaves for one connection and when: shared publications, batch windows, conflation,
 * the bound for slow readers. Free of sockets: they are behind {@link
 * io.tickwire.push.fanout.Sink}. Start at {@link io.tickwire.push.fanout.Outbox}.
 */
@NullMarked
package io.tickwire.push.fanout;

import org.jspecify.annotations.NullMarked;
