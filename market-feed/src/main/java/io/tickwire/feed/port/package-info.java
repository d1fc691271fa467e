/**
 * What the feed asks of its surroundings, so that a simulation can stand in for them: time,
 * connections, REST calls. Interfaces only, no Vert.x but its futures.
 */
@NullMarked
package io.tickwire.feed.port;

import org.jspecify.annotations.NullMarked;
