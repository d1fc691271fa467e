/** Tests of the room of the same name, and what they share. */
@NullMarked
package io.tickwire.push.profile;

import org.jspecify.annotations.NullMarked;
