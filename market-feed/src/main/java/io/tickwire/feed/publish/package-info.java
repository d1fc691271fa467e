/**
 * Drops repeated ticks, collects the rest into frames and publishes them on the event bus. Shell,
 * confined to one event loop. Start at {@link io.tickwire.feed.publish.TickPublisher}.
 */
@NullMarked
package io.tickwire.feed.publish;

import org.jspecify.annotations.NullMarked;
