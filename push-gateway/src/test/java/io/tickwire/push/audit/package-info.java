/** Tests of the room of the same name, and what they share. */
@NullMarked
package io.tickwire.push.audit;

import org.jspecify.annotations.NullMarked;
