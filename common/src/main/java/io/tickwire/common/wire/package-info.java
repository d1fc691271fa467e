/**
 * Messages that cross a process boundary and their codecs. Pure apart from Vert.x buffers and codec
 * interfaces. Start at {@link io.tickwire.common.wire.TickFrame} and {@link
 * io.tickwire.common.wire.RuleCommand}.
 */
@NullMarked
package io.tickwire.common.wire;

import org.jspecify.annotations.NullMarked;
