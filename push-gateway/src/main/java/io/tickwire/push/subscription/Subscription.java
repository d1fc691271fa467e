package io.tickwire.push.subscription;

/**
 * One connection's interest in one channel.
 *
 * @param filter which of its events
 * @param intervalMs batch window, 0 for none; means nothing on a user's channel
 */
public record Subscription(Channel channel, Filter filter, int intervalMs) {
  /** Whether it would have got this event. */
  public boolean wants(EventFields event) {
    return ChannelPattern.fits(channel.name(), event.channel()) && filter.accepts(event);
  }
}
