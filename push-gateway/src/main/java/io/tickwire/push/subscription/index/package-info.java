/**
 * Decides which subscribers an event has, however many there are. Pure. Start at {@link
 * io.tickwire.push.subscription.index.SubscriptionIndex}.
 */
@NullMarked
package io.tickwire.push.subscription.index;

import org.jspecify.annotations.NullMarked;
