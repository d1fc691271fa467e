package io.tickwire.common.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a process: key {@code feed.socket.max-topics} is the environment variable {@code
 * TICKWIRE_FEED_SOCKET_MAX_TOPICS} or that path in the YAML file that {@code TICKWIRE_CONFIG}
 * names; the environment wins. Every room reads its keys by name while the process starts; then
 * {@link #refuseUnknown} stops the start-up for a key that nobody read. Not thread-safe.
 */
public final class Settings {
  private static final String PREFIX = "TICKWIRE_";
  private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");

  /** Variables of the launcher and the other services; a shared environment may hold them all. */
  private final Set<String> foreign =
      new TreeSet<>(Set.of(PREFIX + "CONFIG", PREFIX + "LOG", PREFIX + "JAVA"));

  private final Map<String, String> environment = new TreeMap<>();
  private final Map<String, String> file = new TreeMap<>();
  private final Set<String> read = new TreeSet<>();
  private boolean runsEverything;

  private Settings(Map<String, String> environment, Map<String, String> file) {
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            this.environment.put(name, value);
          }
        });
    this.file.putAll(file);
  }

  /** The environment of this process and the file it names. */
  public static Settings load() {
    return load(System.getenv());
  }

  /**
   * @throws ConfigException when the file it names cannot be read
   */
  public static Settings load(Map<String, String> environment) {
    String path = environment.get(PREFIX + "CONFIG");
    return new Settings(environment, path == null ? Map.of() : readFile(Path.of(path)));
  }

  /** Settings from keys, for tests and the standalone: {@code "redis.uri" → "redis://…"}. */
  public static Settings of(Map<String, String> keys) {
    return new Settings(Map.of(), keys);
  }

  /** The same settings with some keys laid over them. */
  public Settings with(Map<String, String> keys) {
    Map<String, String> environmentLeft = new TreeMap<>(environment);
    keys.keySet().forEach(key -> environmentLeft.remove(variable(key)));
    Map<String, String> merged = new TreeMap<>(file);
    merged.putAll(keys);
    return new Settings(environmentLeft, merged);
  }

  private static Map<String, String> readFile(Path path) {
    Map<String, String> keys = new TreeMap<>();
    try {
      JsonNode tree = new YAMLMapper().readTree(path.toFile());
      if (tree != null && !tree.isMissingNode() && !tree.isNull()) {
        flatten("", tree, keys);
      }
    } catch (IOException e) {
      throw new ConfigException("TICKWIRE_CONFIG=" + path + " cannot be read: " + e.getMessage());
    }
    return keys;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      into.put(prefix, node.isArray() ? join(node) : node.asText());
      return;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      flatten(
          prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
          field.getValue(),
          into);
    }
  }

  private static String join(JsonNode list) {
    StringBuilder joined = new StringBuilder();
    for (JsonNode item : list) {
      joined.append(joined.isEmpty() ? "" : ",").append(item.asText());
    }
    return joined.toString();
  }

  public String text(String key, String otherwise) {
    String value = optionalText(key);
    return value == null ? otherwise : value;
  }

  /** Null when it is not set or set to nothing. */
  public @Nullable String optionalText(String key) {
    read.add(key);
    String value = environment.get(variable(key));
    if (value == null) {
      value = file.get(key);
    }
    return value == null || value.isBlank() ? null : value.strip();
  }

  public int integer(String key, int otherwise, int least, int most) {
    String value = optionalText(key);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, with what would be possible.
    }
    throw refused(key, value, "a whole number from " + least + " to " + most);
  }

  /** A TCP port; 0 means any free one. */
  public int port(String key, int otherwise) {
    return integer(key, otherwise, 0, 65_535);
  }

  /** {@code 250ms}, {@code 30s}, {@code 5m}, {@code 1h} or ISO-8601. */
  public Duration duration(String key, Duration otherwise) {
    String value = optionalText(key);
    if (value == null) {
      return otherwise;
    }
    Matcher matcher = DURATION.matcher(value);
    try {
      return matcher.matches()
          ? of(Long.parseLong(matcher.group(1)), matcher.group(2))
          : Duration.parse(value);
    } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
      throw refused(key, value, "a duration such as 250ms, 30s, 5m or 1h");
    }
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  public boolean flag(String key, boolean otherwise) {
    String value = optionalText(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(key, value, "true or false");
    };
  }

  /** The same settings for a process that runs every service: to it no key is another's. */
  public Settings forEveryService() {
    Settings whole = new Settings(environment, file);
    whole.runsEverything = true;
    return whole;
  }

  /** Says that keys under this prefix belong to another service and are none of ours. */
  public Settings ignore(String... prefixes) {
    if (runsEverything) {
      return this;
    }
    for (String prefix : prefixes) {
      foreign.add(variable(prefix));
    }
    return this;
  }

  /** A sentence that names the key both ways. */
  public ConfigException refused(String key, String value, String possible) {
    return new ConfigException(
        key + " (" + variable(key) + ") must be " + possible + ", but is \"" + value + "\"");
  }

  /**
   * @throws ConfigException naming every key and variable that no room read
   */
  public void refuseUnknown() {
    Set<String> unknown = new TreeSet<>();
    for (String key : file.keySet()) {
      if (!read.contains(key) && !isForeign(variable(key))) {
        unknown.add(key);
      }
    }
    Set<String> known = new TreeSet<>();
    read.forEach(key -> known.add(variable(key)));
    for (String name : environment.keySet()) {
      if (!known.contains(name) && !isForeign(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigException("unknown setting: " + String.join(", ", unknown));
    }
  }

  private boolean isForeign(String variable) {
    return foreign.stream()
        .anyMatch(prefix -> variable.equals(prefix) || variable.startsWith(prefix + "_"));
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
