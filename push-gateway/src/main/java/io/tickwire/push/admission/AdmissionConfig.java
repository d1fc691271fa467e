package io.tickwire.push.admission;

import io.tickwire.common.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code push.admission.*}: who may connect, and how often.
 *
 * @param origins that browsers may connect from besides our own; {@code *} is every one
 * @param maxPerAddress connections; 0 is no limit
 * @param maxPerUser connections; 0 is no limit
 * @param maxFailures refused tokens and keys of an address within a minute; 0 is no limit
 * @param banMs how long an address is turned away that had more; longer when it happens again
 * @param maxMessagesPerUser and requests a second, over all connections; 0 is no limit
 * @param maxMessagesPerAddress and requests a second, over all connections; 0 is no limit
 * @param maxSubscriptionsPerUser over all connections; 0 is no limit
 * @param trustedProxies in front of this gateway, each of which adds to {@code X-Forwarded-For}
 */
public record AdmissionConfig(
    List<String> origins,
    int maxPerAddress,
    int maxPerUser,
    int maxFailures,
    long banMs,
    int maxMessagesPerUser,
    int maxMessagesPerAddress,
    int maxSubscriptionsPerUser,
    int trustedProxies) {
  private static final int MOST = 100_000_000;

  /** Of a user and of an address: as much as so many connections may that do all they may. */
  private static final int MESSAGES_OF_A_USER = 5;

  private static final int MESSAGES_OF_AN_ADDRESS = 20;
  private static final int SUBSCRIPTIONS_OF_A_USER = 10;

  public AdmissionConfig {
    origins = List.copyOf(origins);
  }

  /**
   * @param messagesPerSecond of one connection, 0 for no limit; then the others have none either
   *     unless they are set
   * @param subscriptions of one connection
   */
  public static AdmissionConfig from(Settings settings, int messagesPerSecond, int subscriptions) {
    Duration ban = settings.duration("push.admission.ban", Duration.ofMinutes(1));
    if (ban.toSeconds() < 1 || ban.toHours() > 24) {
      throw settings.refused("push.admission.ban", ban.toString(), "1s to 24h");
    }
    return new AdmissionConfig(
        origins(settings),
        settings.integer("push.admission.max-per-address", 1_000, 0, 1_000_000),
        settings.integer("push.admission.max-per-user", 100, 0, 1_000_000),
        settings.integer("push.admission.max-failures", 100, 0, 1_000_000),
        ban.toMillis(),
        settings.integer(
            "push.admission.max-messages-per-user",
            MESSAGES_OF_A_USER * messagesPerSecond,
            0,
            MOST),
        settings.integer(
            "push.admission.max-messages-per-address",
            MESSAGES_OF_AN_ADDRESS * messagesPerSecond,
            0,
            MOST),
        settings.integer(
            "push.admission.max-subscriptions-per-user",
            SUBSCRIPTIONS_OF_A_USER * subscriptions,
            0,
            MOST),
        settings.integer("push.admission.trusted-proxies", 0, 0, 16));
  }

  private static List<String> origins(Settings settings) {
    String key = "push.admission.origins";
    List<String> origins = new ArrayList<>();
    for (String origin : settings.text(key, "").split(",", -1)) {
      String one = origin.strip();
      if (!one.isEmpty() && !one.equals("*") && !Origins.isOrigin(one)) {
        throw settings.refused(key, one, "origins such as https://app.example.com, or *");
      }
      if (!one.isEmpty()) {
        origins.add(one);
      }
    }
    return origins;
  }
}
