/**
 * Decides which symbols this feed serves and which socket carries which of them. Pure: the time
 * comes from the caller. Start at {@link io.tickwire.feed.placement.DemandBook}, end at {@link
 * io.tickwire.feed.placement.SocketPlan}.
 */
@NullMarked
package io.tickwire.feed.placement;

import org.jspecify.annotations.NullMarked;
