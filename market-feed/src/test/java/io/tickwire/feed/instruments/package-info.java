/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.instruments;

import org.jspecify.annotations.NullMarked;
