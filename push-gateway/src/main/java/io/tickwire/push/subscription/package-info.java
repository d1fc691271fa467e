/**
 * Decides which channel a name means, who may hear it, and which subscribers an event has. Pure.
 * Start at {@link io.tickwire.push.subscription.ChannelRules}.
 */
@NullMarked
package io.tickwire.push.subscription;

import org.jspecify.annotations.NullMarked;
