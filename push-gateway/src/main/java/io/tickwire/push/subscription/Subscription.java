package io.tickwire.push.subscription;

/**
 * One connection's interest in one channel.
 *
 * @param intervalMs batch window, 0 for none; means nothing on a user's channel
 */
public record Subscription(Channel channel, int intervalMs) {}
