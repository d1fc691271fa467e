package io.tickwire.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** {@code ./tickwire audit} as a process of its own. */
final class Audit {
  private static final Duration WITHIN = Duration.ofMinutes(3);

  private Audit() {}

  /** Answers {@code exit=N} and what was printed. */
  static String run(String redisUri, Path logs) throws IOException {
    Path log = logs.resolve("audit.log");
    Files.deleteIfExists(log);
    try (ServiceJar audit =
        ServiceJar.start(
            "standalone",
            "audit",
            logs,
            Map.of("TICKWIRE_LOG_LEVEL", "OFF"),
            "audit",
            "--redis-uri",
            redisUri)) {
      Deadline.await("the audit ends", WITHIN, () -> !audit.isAlive());
      int exit = audit.awaitExit();
      return "exit=" + exit + " " + Files.readString(log);
    }
  }
}
