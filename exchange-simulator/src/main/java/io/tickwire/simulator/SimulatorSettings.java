package io.tickwire.simulator;

import io.tickwire.simulator.market.InstrumentCatalog;
import io.tickwire.simulator.server.EndpointConfig;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.tickwire.simulator.session.SessionLimits;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code TICKWIRE_SIM_} variables. An unknown one or an impossible value is refused with
 * a sentence.
 */
final class SimulatorSettings {

  private static final String PREFIX = "TICKWIRE_SIM_";

  private enum Setting {
    HOST,
    PUBLIC_HOST,
    SPOT_PORT,
    FUTURES_PORT,
    MODE,
    SEED,
    TRADES_PER_SECOND,
    MAX_TOPICS,
    MAX_CONNECTIONS,
    CONNECTS_PER_MINUTE,
    CONNECTION_LIFE_S,
    TOKEN_LIFE_S,
    SPOT_SYMBOLS,
    FUTURES_SYMBOLS,
    REPLAY_DIR,
    TAPE_FILE;

    String variable() {
      return PREFIX + name();
    }
  }

  private final Map<String, String> environment;

  private SimulatorSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The defaults with what the environment changes.
   *
   * @throws IllegalArgumentException with a sentence that names the variable
   */
  static SimulatorConfig read(Map<String, String> environment) {
    SimulatorSettings settings = new SimulatorSettings(environment);
    settings.refuseUnknown();
    SimulatorConfig defaults = SimulatorConfig.defaults();
    RunConfig run = defaults.run();
    SessionLimits limits = defaults.limits();
    return new SimulatorConfig(
        settings.text(Setting.HOST, defaults.host()),
        settings.integer(Setting.SPOT_PORT, defaults.spotPort(), 0, 65_535),
        settings.integer(Setting.FUTURES_PORT, defaults.futuresPort(), 0, 65_535),
        new RunConfig(
            settings.mode(run.mode()),
            settings.whole(Setting.SEED, run.seed(), Long.MIN_VALUE, Long.MAX_VALUE),
            settings.integer(
                Setting.TRADES_PER_SECOND,
                run.tradesPerSecond(),
                1,
                RunConfig.MAX_TRADES_PER_SECOND)),
        settings.endpoint(EndpointConfig.defaults()),
        settings.limits(limits),
        settings.integer(
            Setting.SPOT_SYMBOLS, defaults.spotSymbols(), 1, InstrumentCatalog.MOST_SPOT),
        settings.integer(
            Setting.FUTURES_SYMBOLS, defaults.futuresSymbols(), 1, InstrumentCatalog.MOST_FUTURES),
        settings.folder(Setting.REPLAY_DIR),
        settings.fileInFolder(Setting.TAPE_FILE));
  }

  private EndpointConfig endpoint(EndpointConfig defaults) {
    return defaults
        .withPublicHost(value(Setting.PUBLIC_HOST))
        .withTokenLife(seconds(Setting.TOKEN_LIFE_S, defaults.tokenLife()));
  }

  private SessionLimits limits(SessionLimits defaults) {
    return defaults
        .withMaxTopics(
            integer(Setting.MAX_TOPICS, defaults.maxTopicsPerSession(), 1, 1_000_000),
            defaults.maxTopicsPerSubscribe())
        .withMaxConnects(
            integer(Setting.MAX_CONNECTIONS, defaults.maxSessions(), 0, 1_000_000),
            integer(Setting.CONNECTS_PER_MINUTE, defaults.maxConnectsPerMinute(), 0, 1_000_000))
        .withConnectionLife(seconds(Setting.CONNECTION_LIFE_S, defaults.connectionLife()));
  }

  private Duration seconds(Setting setting, Duration otherwise) {
    return Duration.ofSeconds(whole(setting, otherwise.toSeconds(), 1, 1_000_000_000));
  }

  private void refuseUnknown() {
    TreeSet<String> unknown = new TreeSet<>(environment.keySet());
    unknown.removeIf(name -> !name.startsWith(PREFIX));
    Arrays.stream(Setting.values()).map(Setting::variable).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("There is no setting " + unknown.first() + ".");
    }
  }

  private RunMode mode(RunMode otherwise) {
    String label = text(Setting.MODE, otherwise.label());
    return RunMode.find(label)
        // A replay names its file, so only a control call starts one.
        .filter(mode -> mode != RunMode.REPLAY)
        .orElseThrow(() -> impossible(Setting.MODE, label, "paused or random_walk"));
  }

  private @Nullable Path folder(Setting setting) {
    String value = value(setting);
    if (value == null) {
      return null;
    }
    try {
      Path folder = Path.of(value);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    } catch (InvalidPathException e) {
      // Said below, as for a folder that is not there.
    }
    throw impossible(setting, value, "a folder that exists");
  }

  private @Nullable Path fileInFolder(Setting setting) {
    String value = value(setting);
    if (value == null) {
      return null;
    }
    try {
      Path file = Path.of(value).toAbsolutePath();
      Path folder = file.getParent();
      if (folder != null && Files.isDirectory(folder) && !Files.isDirectory(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // Said below, as for a folder that is not there.
    }
    throw impossible(setting, value, "a file in a folder that exists");
  }

  private int integer(Setting setting, int otherwise, int least, int most) {
    return Math.toIntExact(whole(setting, otherwise, least, most));
  }

  private long whole(Setting setting, long otherwise, long least, long most) {
    String value = value(setting);
    if (value == null) {
      return otherwise;
    }
    String allowed = "a whole number between " + least + " and " + most;
    try {
      long number = Long.parseLong(value);
      if (number < least || number > most) {
        throw impossible(setting, value, allowed);
      }
      return number;
    } catch (NumberFormatException e) {
      throw impossible(setting, value, allowed);
    }
  }

  private String text(Setting setting, String otherwise) {
    String value = value(setting);
    return value == null ? otherwise : value;
  }

  /** An empty variable counts as not set. */
  private @Nullable String value(Setting setting) {
    String value = environment.get(setting.variable());
    return value == null || value.isBlank() ? null : value.strip();
  }

  private static IllegalArgumentException impossible(
      Setting setting, String value, String allowed) {
    return new IllegalArgumentException(
        setting.variable() + " must be " + allowed + ", not \"" + value + "\".");
  }
}
