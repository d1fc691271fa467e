/**
 * The Redis client set up once: time-outs, scripts, streams, the event log. Shell. Start at {@link
 * io.tickwire.common.redis.RedisLink}.
 */
@NullMarked
package io.tickwire.common.redis;

import org.jspecify.annotations.NullMarked;
