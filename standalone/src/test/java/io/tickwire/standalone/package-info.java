/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.standalone;

import org.jspecify.annotations.NullMarked;
