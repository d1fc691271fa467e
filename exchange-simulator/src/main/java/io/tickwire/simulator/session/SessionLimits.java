package io.tickwire.simulator.session;

import java.time.Duration;

/**
 * What one socket may do. {@code maxMessagesPer10Seconds} counts client messages, pings included; 0
 * means no limit, also of sessions and connects, which are counted by address. A socket is cut when
 * it is {@code connectionLife} old. A socket whose unsent bytes pass {@code maxQueuedBytes} is cut.
 */
public record SessionLimits(
    int maxTopicsPerSession,
    int maxTopicsPerSubscribe,
    int maxMessagesPer10Seconds,
    int maxQueuedBytes,
    Duration idleTimeout,
    int maxSessions,
    int maxConnectsPerMinute,
    Duration connectionLife) {

  public SessionLimits {
    requireAtLeast("maxTopicsPerSession", maxTopicsPerSession, 1);
    requireAtLeast("maxTopicsPerSubscribe", maxTopicsPerSubscribe, 1);
    requireAtLeast("maxMessagesPer10Seconds", maxMessagesPer10Seconds, 0);
    requireAtLeast("maxQueuedBytes", maxQueuedBytes, 1_024);
    requireAtLeast("maxSessions", maxSessions, 0);
    requireAtLeast("maxConnectsPerMinute", maxConnectsPerMinute, 0);
    if (connectionLife.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a connection needs time to live: connectionLife=" + connectionLife);
    }
    if (idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a socket needs time to speak: idleTimeout=" + idleTimeout);
    }
  }

  /** KuCoin's numbers. */
  public static SessionLimits defaults() {
    return new SessionLimits(
        300, 100, 100, 16 * 1024 * 1024, Duration.ofSeconds(60), 50, 30, Duration.ofHours(24));
  }

  public SessionLimits withMaxTopics(int perSession, int perSubscribe) {
    return new SessionLimits(
        perSession,
        perSubscribe,
        maxMessagesPer10Seconds,
        maxQueuedBytes,
        idleTimeout,
        maxSessions,
        maxConnectsPerMinute,
        connectionLife);
  }

  public SessionLimits withMaxMessagesPer10Seconds(int messages) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        messages,
        maxQueuedBytes,
        idleTimeout,
        maxSessions,
        maxConnectsPerMinute,
        connectionLife);
  }

  public SessionLimits withMaxQueuedBytes(int bytes) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        maxMessagesPer10Seconds,
        bytes,
        idleTimeout,
        maxSessions,
        maxConnectsPerMinute,
        connectionLife);
  }

  public SessionLimits withIdleTimeout(Duration timeout) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        maxMessagesPer10Seconds,
        maxQueuedBytes,
        timeout,
        maxSessions,
        maxConnectsPerMinute,
        connectionLife);
  }

  /** Open sockets of one address, and how many it may open in a minute; 0 means no limit. */
  public SessionLimits withMaxConnects(int sessions, int perMinute) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        maxMessagesPer10Seconds,
        maxQueuedBytes,
        idleTimeout,
        sessions,
        perMinute,
        connectionLife);
  }

  public SessionLimits withConnectionLife(Duration life) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        maxMessagesPer10Seconds,
        maxQueuedBytes,
        idleTimeout,
        maxSessions,
        maxConnectsPerMinute,
        life);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "a limit of a socket is too small: " + name + "=" + value + " least=" + least);
    }
  }
}
