/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.venue.kucoin;

import org.jspecify.annotations.NullMarked;
