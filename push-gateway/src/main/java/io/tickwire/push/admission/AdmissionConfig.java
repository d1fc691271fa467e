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
 * @param guesses refused tokens and keys of an address
 * @param floods messages and requests of a user or an address that were too many
 * @param messages and requests a second
 * @param subscriptions held at a time
 * @param trustedProxies in front of this gateway, each of which adds to {@code X-Forwarded-For}
 */
public record AdmissionConfig(
    List<String> origins,
    int maxPerAddress,
    int maxPerUser,
    BanRules guesses,
    BanRules floods,
    Shares messages,
    Shares subscriptions,
    int trustedProxies) {
  private static final int MOST = 100_000_000;

  /** As much as so many connections may that do all they may. */
  private static final Shares MESSAGES_OF_CONNECTIONS = new Shares(5, 20, 200);

  private static final Shares SUBSCRIPTIONS_OF_CONNECTIONS = new Shares(10, 100, 500);

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
        new BanRules(
            settings.integer("push.admission.max-failures", 100, 0, 1_000_000),
            settings.integer("push.admission.max-failures-of-all", 10_000, 0, MOST),
            ban.toMillis()),
        new BanRules(
            settings.integer("push.admission.max-refused-messages", 1_000, 0, MOST),
            0,
            ban.toMillis()),
        shares(settings, "push.admission.max-messages", MESSAGES_OF_CONNECTIONS, messagesPerSecond),
        shares(
            settings,
            "push.admission.max-subscriptions",
            SUBSCRIPTIONS_OF_CONNECTIONS,
            subscriptions),
        settings.integer("push.admission.trusted-proxies", 0, 0, 16));
  }

  private static Shares shares(Settings settings, String key, Shares connections, int ofOne) {
    return new Shares(
        settings.integer(key + "-per-user", connections.perUser() * ofOne, 0, MOST),
        settings.integer(key + "-per-address", connections.perAddress() * ofOne, 0, MOST),
        settings.integer(key, connections.all() * ofOne, 0, MOST));
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
