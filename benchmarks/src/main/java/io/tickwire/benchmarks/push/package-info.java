/**
 * Loads a gateway, or another system in its place, as its clients would: thousands of WebSockets,
 * of which each message tells when it was meant to be published. Shell; start at {@link
 * io.tickwire.benchmarks.push.PushLoad}.
 */
@NullMarked
package io.tickwire.benchmarks.push;

import org.jspecify.annotations.NullMarked;
