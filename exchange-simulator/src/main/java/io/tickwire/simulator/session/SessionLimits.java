package io.tickwire.simulator.session;

import java.time.Duration;

/**
 * What one socket may do. {@code maxMessagesPer10Seconds} counts client messages, pings included; 0
 * means no limit. A socket whose unsent bytes pass {@code maxQueuedBytes} is cut.
 */
public record SessionLimits(
    int maxTopicsPerSession,
    int maxTopicsPerSubscribe,
    int maxMessagesPer10Seconds,
    int maxQueuedBytes,
    Duration idleTimeout) {

  public SessionLimits {
    requireAtLeast("maxTopicsPerSession", maxTopicsPerSession, 1);
    requireAtLeast("maxTopicsPerSubscribe", maxTopicsPerSubscribe, 1);
    requireAtLeast("maxMessagesPer10Seconds", maxMessagesPer10Seconds, 0);
    requireAtLeast("maxQueuedBytes", maxQueuedBytes, 1_024);
    if (idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "a socket needs time to speak: idleTimeout=" + idleTimeout);
    }
  }

  /** KuCoin's numbers. */
  public static SessionLimits defaults() {
    return new SessionLimits(300, 100, 100, 16 * 1024 * 1024, Duration.ofSeconds(60));
  }

  public SessionLimits withMaxTopics(int perSession, int perSubscribe) {
    return new SessionLimits(
        perSession, perSubscribe, maxMessagesPer10Seconds, maxQueuedBytes, idleTimeout);
  }

  public SessionLimits withMaxMessagesPer10Seconds(int messages) {
    return new SessionLimits(
        maxTopicsPerSession, maxTopicsPerSubscribe, messages, maxQueuedBytes, idleTimeout);
  }

  public SessionLimits withMaxQueuedBytes(int bytes) {
    return new SessionLimits(
        maxTopicsPerSession, maxTopicsPerSubscribe, maxMessagesPer10Seconds, bytes, idleTimeout);
  }

  public SessionLimits withIdleTimeout(Duration timeout) {
    return new SessionLimits(
        maxTopicsPerSession,
        maxTopicsPerSubscribe,
        maxMessagesPer10Seconds,
        maxQueuedBytes,
        timeout);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "a limit of a socket is too small: " + name + "=" + value + " least=" + least);
    }
  }
}
