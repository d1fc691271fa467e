package io.tickwire.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What a run is told: the root of the project, then {@code name=value}. */
public final class Options {
  private final Path root;
  private final Map<String, String> values = new HashMap<>();

  /**
   * @throws IllegalArgumentException when one is no {@code name=value}
   */
  public Options(String[] arguments) {
    this.root = Path.of(arguments.length > 0 ? arguments[0] : ".");
    for (int i = 1; i < arguments.length; i++) {
      int equals = arguments[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("not name=value: " + arguments[i]);
      }
      values.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
    }
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  public int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  /** A file or folder of the project. */
  public Path file(String relative) {
    return root.resolve(relative);
  }

  /** The runnable jar of a module. */
  public Path jar(String module) throws IOException {
    try (var files = Files.list(root.resolve(module).resolve("target"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runnable.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("not built: " + module));
    }
  }
}
