/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.socket;

import org.jspecify.annotations.NullMarked;
