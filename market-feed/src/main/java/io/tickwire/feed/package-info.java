/**
 * Turns what others want to hear of into sockets, ticks and frames on the bus. The shell that puts
 * the rooms together. Start at {@link io.tickwire.feed.FeedService}.
 */
@NullMarked
package io.tickwire.feed;

import org.jspecify.annotations.NullMarked;
