package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an executable answers to {@code --version}; at the same time the proof that it runs on this
 * machine.
 */
record ServerVersion(int major, int minor) {
  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d{1,4})\\.(\\d{1,4})");
  private static final int TIMEOUT_SECONDS = 10;

  /** Tries the executable; fails with what it printed, or why it could not be run. */
  static ServerVersion of(Path executable) throws IOException {
    Process process =
        new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no answer to --version within " + TIMEOUT_SECONDS + " s");
      }
      String printed =
          new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8).strip();
      return parse(printed).orElseThrow(() -> new IOException("it printed: " + printed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  static Optional<ServerVersion> parse(String printed) {
    Matcher matcher = VERSION.matcher(printed);
    return matcher.find()
        ? Optional.of(
            new ServerVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** 6.2 brought XAUTOCLAIM, which taking over the work of a dead consumer needs. */
  boolean isEnough() {
    return major > 6 || (major == 6 && minor >= 2);
  }

  /** From 7 on the append-only data is a folder of files, which an older server overlooks. */
  boolean readsAppendOnlyFolder() {
    return major >= 7;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
