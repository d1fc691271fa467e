package io.tickwire.push.session;

import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.Subscription;

/**
 * A subscription and where its events are missing from.
 *
 * @param since the last event that was not missed, or the last before it joined
 */
public record Missed(Subscription subscription, Offset since) {}
