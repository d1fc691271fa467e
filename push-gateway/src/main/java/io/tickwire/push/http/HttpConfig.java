package io.tickwire.push.http;

import io.tickwire.common.config.Settings;

/**
 * {@code push.*} of the listening side.
 *
 * @param host address to bind
 * @param port 0 for any free one
 * @param maxMessageBytes of one WebSocket message from a client
 * @param maxSubscriptions per connection
 * @param maxMessagesPerSecond from one connection, 0 for no limit
 * @param maxSymbols on a user's watch list
 * @param maxConnections of this process
 * @param eventLoops that share the connections
 */
public record HttpConfig(
    String host,
    int port,
    int maxMessageBytes,
    int maxSubscriptions,
    int maxMessagesPerSecond,
    int maxSymbols,
    int maxConnections,
    int eventLoops) {

  public static HttpConfig from(Settings settings) {
    int processors = Math.min(64, Runtime.getRuntime().availableProcessors());
    return new HttpConfig(
        settings.text("push.host", "127.0.0.1"),
        settings.port("push.port", 8080),
        settings.integer("push.max-message-bytes", 65_536, 1_024, 1 << 24),
        settings.integer("push.max-subscriptions", 1_000, 1, 100_000),
        settings.integer("push.max-messages-per-second", 100, 0, 1_000_000),
        settings.integer("push.profile.max-symbols", 500, 1, 2_000),
        settings.integer("push.max-connections", 10_000, 1, 1_000_000),
        settings.integer("push.event-loops", processors, 1, 64));
  }
}
