package io.tickwire.push.protocol;

import io.tickwire.push.subscription.Filter;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@code subscribe} message.
 *
 * @param channel as the client wrote it
 * @param since offset of the last event it has seen
 * @param filter which of its events are wanted
 * @param intervalMs batch window it asks for, 0 to 60000
 * @param fault why the entry cannot be served, although the message is well formed
 */
public record ChannelRequest(
    String channel,
    @Nullable String since,
    Filter filter,
    @Nullable Integer intervalMs,
    @Nullable String fault) {

  static ChannelRequest faulty(String channel, String fault) {
    return new ChannelRequest(channel, null, Filter.EVERYTHING, null, fault);
  }
}
