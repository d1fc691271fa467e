/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.placement;

import org.jspecify.annotations.NullMarked;
