package io.tickwire.rules;

import io.tickwire.common.config.Settings;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.accounting.FundingTimes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code rules.*}: how this engine shares the work and what users may do.
 *
 * @param engineId names this engine in executions and in the consumer group; stable over a restart
 *     where members are named, so that it finds the bookings it left
 * @param replicas engines that evaluate each partition
 * @param paperE8 by currency, in 1e-8, what a new account holds
 * @param maxTriggers armed triggers of one user
 * @param claimAfter how long a booking may hang before another engine takes it
 * @param priceWait how long an opening waits for the first price
 * @param sweep how often intents, closing positions and memory are compared with Redis
 * @param demandTtl how long the feeds remember what this engine wants
 * @param releaseAfter how long a partition that moved away is still evaluated
 * @param yield how long the other engines of a partition go first after this one has loaded it
 * @param eventsKept how long streams keep what everybody has read
 * @param checkpoint how often it is noted how far each symbol has been evaluated
 * @param catchUp how long live ticks wait for what came before them, after a load
 * @param funding when it is settled
 */
record RulesConfig(
    String engineId,
    int replicas,
    Map<String, Long> paperE8,
    int maxTriggers,
    Duration claimAfter,
    Duration priceWait,
    Duration sweep,
    Duration demandTtl,
    Duration releaseAfter,
    Duration yield,
    Duration eventsKept,
    Duration checkpoint,
    Duration catchUp,
    FundingTimes funding) {

  /** A booking takes milliseconds; claiming sooner than this would only double the work. */
  private static final Duration SHORTEST_CLAIM = Duration.ofMillis(100);

  private static final Duration SHORTEST_TTL = Duration.ofMillis(300);

  /** Longer and the sender of a command no longer listens. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  private static final long SETTLE_MS = 1_000;

  /** Longer than a change that was written may take to be heard. */
  private static final long LEAST_SETTLE_MS = 150;

  RulesConfig {
    paperE8 = Map.copyOf(paperE8);
  }

  static RulesConfig from(Settings settings, String self) {
    return new RulesConfig(
        settings.text("rules.engine-id", self),
        settings.integer("rules.replicas", 2, 1, 16),
        paper(settings),
        settings.integer("rules.max-triggers", 200, 1, 100_000),
        atLeast(settings, "rules.claim-after", Duration.ofSeconds(5), SHORTEST_CLAIM),
        priceWait(settings),
        atLeast(settings, "rules.sweep", Duration.ofSeconds(30), SHORTEST_CLAIM),
        atLeast(settings, "rules.demand-ttl", Duration.ofSeconds(15), SHORTEST_TTL),
        settings.duration("rules.release-after", Duration.ofSeconds(10)),
        settings.duration("rules.yield", Duration.ofSeconds(2)),
        atLeast(settings, "rules.events-kept", Duration.ofHours(1), Duration.ofMinutes(1)),
        atLeast(settings, "rules.checkpoint", Duration.ofSeconds(5), SHORTEST_CLAIM),
        atLeast(settings, "rules.catch-up", Duration.ofSeconds(5), Duration.ofMillis(1)),
        funding(settings));
  }

  /** How long what differs from Redis may be a change that is still on its way. */
  long settleMs() {
    return Math.max(LEAST_SETTLE_MS, Math.min(SETTLE_MS, sweep.toMillis() / 4));
  }

  /** As the venue says; where it does not, 04:00, 12:00 and 20:00 UTC. A setting holds for all. */
  private static FundingTimes funding(Settings settings) {
    boolean forAll = settings.optionalText("rules.funding-every") != null;
    Duration every = settings.duration("rules.funding-every", Duration.ofHours(8));
    Duration offset =
        settings.duration("rules.funding-offset", every.isZero() ? every : every.dividedBy(2));
    try {
      return new FundingTimes(new FundingSchedule(every.toMillis(), offset.toMillis()), forAll);
    } catch (IllegalArgumentException e) {
      throw settings.refused(
          "rules.funding-offset", offset.toString(), "less than rules.funding-every");
    }
  }

  private static Duration atLeast(
      Settings settings, String key, Duration otherwise, Duration least) {
    Duration value = settings.duration(key, otherwise);
    if (value.compareTo(least) < 0) {
      throw settings.refused(key, value.toString(), least.toMillis() + "ms or more");
    }
    return value;
  }

  private static Duration priceWait(Settings settings) {
    Duration value = settings.duration("rules.price-wait", Duration.ofSeconds(2));
    if (value.compareTo(LONGEST_WAIT) > 0) {
      throw settings.refused(
          "rules.price-wait", value.toString(), LONGEST_WAIT.toMillis() + "ms or less");
    }
    return value;
  }

  private static Map<String, Long> paper(Settings settings) {
    String key = "rules.paper-balances";
    String value = settings.text(key, "USDT:100000,XBT:10");
    Map<String, Long> paperE8 = new TreeMap<>();
    for (String entry : value.split(",", -1)) {
      String[] parts = entry.strip().split(":", -1);
      try {
        if (parts.length != 2 || parts[0].isBlank()) {
          throw new IllegalArgumentException("not CURRENCY:AMOUNT");
        }
        paperE8.put(parts[0].strip(), paperE8(Json.decimal(parts[1].strip())));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw settings.refused(
            key, value, "a list such as USDT:100000,XBT:10 with at most 8 decimals and 10 digits");
      }
    }
    return paperE8;
  }

  private static long paperE8(BigDecimal amount) {
    long e8 = amount.movePointRight(8).longValueExact();
    if (e8 < 0 || e8 >= 1_000_000_000_000_000_000L) {
      throw new ArithmeticException("beyond what an account can hold");
    }
    return e8;
  }
}
