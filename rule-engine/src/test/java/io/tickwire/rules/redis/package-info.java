/** Engines on a Redis that is a cluster, silent, dead or damaged. Tests. */
@NullMarked
package io.tickwire.rules.redis;

import org.jspecify.annotations.NullMarked;
