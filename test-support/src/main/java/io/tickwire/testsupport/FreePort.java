package io.tickwire.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port at which nobody listens. Taken from below the range that systems give to outgoing
 * connections (32768 and up on Linux), so that it is still free when a process that used it is
 * started again.
 */
public final class FreePort {
  private static final int LOWEST = 15_000;
  private static final int BELOW = 30_000;
  private static final int ATTEMPTS = 100;

  private FreePort() {}

  public static int find() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found: attempts=" + ATTEMPTS);
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
