/**
 * Decides which Redis server the quick start and the tests run on: which executable, on which
 * files, and whether one that outlived its JVM is taken over. Impure throughout (processes, files,
 * sockets, blocking); start at {@link io.tickwire.redis.embedded.EmbeddedRedis}.
 */
@NullMarked
package io.tickwire.redis.embedded;

import org.jspecify.annotations.NullMarked;
