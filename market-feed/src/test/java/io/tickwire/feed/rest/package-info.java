/** Tests of the room of the same name. */
@NullMarked
package io.tickwire.feed.rest;

import org.jspecify.annotations.NullMarked;
