/** What a venue's adapter must do, whichever exchange it speaks to. */
@org.jspecify.annotations.NullMarked
package io.tickwire.feed.venue;
