package io.tickwire.standalone;

import io.tickwire.common.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the quick start is set up.
 *
 * @param exchange where prices come from
 * @param host all ports listen on
 * @param port of the console and the API
 * @param adminPort of health and metrics
 * @param spotPort of the simulator, spot and control
 * @param futuresPort of the simulator
 * @param simulatorRuns whether the simulator walks by itself
 * @param tradesPerSecond of that walk, over all symbols
 * @param seed of that walk
 * @param data folder of the embedded Redis
 * @param redisUri another Redis to use instead
 * @param limits of the gateway that are lifted, by their keys
 */
public record StandaloneConfig(
    Exchange exchange,
    String host,
    int port,
    int adminPort,
    int spotPort,
    int futuresPort,
    boolean simulatorRuns,
    int tradesPerSecond,
    int seed,
    Path data,
    @Nullable String redisUri,
    Map<String, String> limits) {
  /**
   * All clients are on this machine, and anybody may make tokens for any user: what these would
   * keep out is the load test of a developer.
   */
  private static final List<String> SHARED_LIMITS =
      List.of(
          "push.admission.max-per-address",
          "push.admission.max-per-user",
          "push.admission.max-messages-per-address",
          "push.admission.max-messages-per-user",
          "push.admission.max-subscriptions-per-address",
          "push.admission.max-subscriptions-per-user");

  public StandaloneConfig {
    limits = Map.copyOf(limits);
  }

  /**
   * Reads {@code push.*}, {@code admin.*}, {@code sim.*}, {@code data.dir} and {@code redis.uri}.
   */
  public static StandaloneConfig from(Settings settings, Exchange exchange) {
    return new StandaloneConfig(
        exchange,
        settings.text("push.host", "127.0.0.1"),
        settings.port("push.port", 8080),
        settings.port("admin.port", 8081),
        settings.port("sim.spot-port", 8090),
        settings.port("sim.futures-port", 8091),
        !settings.text("sim.mode", "random_walk").equals("paused"),
        settings.integer("sim.trades-per-second", 50, 1, 100_000),
        settings.integer("sim.seed", 1, 0, Integer.MAX_VALUE),
        Path.of(settings.text("data.dir", "data")),
        settings.optionalText("redis.uri"),
        liftedLimits(settings));
  }

  private static Map<String, String> liftedLimits(Settings settings) {
    return SHARED_LIMITS.stream()
        .filter(key -> settings.optionalText(key) == null)
        .collect(Collectors.toMap(key -> key, key -> "0"));
  }
}
