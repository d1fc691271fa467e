/** Tests of the room of the same name, and what they share. */
@NullMarked
package io.tickwire.push.stream;

import org.jspecify.annotations.NullMarked;
