/**
 * The words of any exchange: what a frame of its socket said and why something was refused. Pure.
 * Start at {@link io.tickwire.feed.venue.VenueFrame}.
 */
@NullMarked
package io.tickwire.feed.venue;

import org.jspecify.annotations.NullMarked;
