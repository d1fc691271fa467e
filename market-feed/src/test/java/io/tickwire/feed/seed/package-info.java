/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.seed;

import org.jspecify.annotations.NullMarked;
