/** Tests of what somebody is told who was away; they decide nothing and are not pure. */
@NullMarked
package io.tickwire.feed.history;

import org.jspecify.annotations.NullMarked;
