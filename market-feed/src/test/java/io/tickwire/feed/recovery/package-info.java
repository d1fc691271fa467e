/** Tests of how gaps are found and filled. */
@NullMarked
package io.tickwire.feed.recovery;

import org.jspecify.annotations.NullMarked;
