/**
 * KuCoin's Classic protocol: reads its frames and REST answers, writes what is sent to it. Pure: no
 * Vert.x, clock or I/O. Start at {@link io.tickwire.feed.venue.kucoin.FrameParser}.
 */
@NullMarked
package io.tickwire.feed.venue.kucoin;

import org.jspecify.annotations.NullMarked;
