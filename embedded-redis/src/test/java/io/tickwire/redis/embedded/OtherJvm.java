package io.tickwire.redis.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another JVM that has started a server in the folder. */
final class OtherJvm implements AutoCloseable {
  private final Process process;
  final int port;
  final long redisPid;

  private OtherJvm(Process process, String[] started) {
    this.process = process;
    this.port = Integer.parseInt(started[1]);
    this.redisPid = Long.parseLong(started[2]);
  }

  static OtherJvm startingIn(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                StartAndWait.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader printed = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = printed.readLine(); line != null; line = printed.readLine()) {
      if (line.startsWith("started ")) {
        return new OtherJvm(process, line.split(" ", -1));
      }
      all.append(line).append('\n');
    }
    throw new IOException("the other JVM did not start a server:\n" + all);
  }

  long pid() {
    return process.pid();
  }

  /** As kill -9 does. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      awaitEnd();
    } finally {
      process.destroyForcibly();
    }
  }

  private void awaitEnd() {
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
