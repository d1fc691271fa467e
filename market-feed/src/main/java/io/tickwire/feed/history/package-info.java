/**
 * Decides what somebody is told who was away: the ticks of a symbol since the last one seen, from
 * the cheapest source that reaches back far enough. {@link io.tickwire.feed.history.HistoryService}
 * is the shell on the event bus, the others know no Vert.x but its futures; start at {@link
 * io.tickwire.feed.history.FeedHistory}.
 */
@NullMarked
package io.tickwire.feed.history;

import org.jspecify.annotations.NullMarked;
