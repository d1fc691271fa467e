/** What futures need beyond Vert.x. Shell. Start at {@link io.tickwire.common.async.TimeLimit}. */
@NullMarked
package io.tickwire.common.async;

import org.jspecify.annotations.NullMarked;
