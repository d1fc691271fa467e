package io.tickwire.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port at which nobody listens. Taken from below the range that systems give to outgoing
 * connections (32768 and up on Linux), so that it is still free when a process that used it is
 * started again. Nobody else is given it while this process lives, by a lock on a file of its name.
 */
public final class FreePort {
  private static final int LOWEST = 15_000;
  private static final int BELOW = 30_000;
  private static final int ATTEMPTS = 100;

  private static final Path CLAIMS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "tickwire-ports-" + System.getProperty("user.name"));
  private static final Map<Integer, FileLock> CLAIMED = new ConcurrentHashMap<>();

  private FreePort() {}

  public static int find() {
    return findRow(1);
  }

  /**
   * The first of so many in a row, for members of a cluster that take the next one by themselves.
   */
  public static int findRow(int count) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int first = ThreadLocalRandom.current().nextInt(LOWEST, BELOW - count);
      if (isRowOurs(first, count)) {
        return first;
      }
    }
    throw new IllegalStateException("no free port found: attempts=" + ATTEMPTS);
  }

  private static boolean isRowOurs(int first, int count) {
    for (int port = first; port < first + count; port++) {
      if (!isFree(port) || !claim(port)) {
        return false; // those before stay ours: there are enough
      }
    }
    return true;
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static synchronized boolean claim(int port) {
    if (CLAIMED.containsKey(port)) {
      return false;
    }
    try {
      Files.createDirectories(CLAIMS);
      FileChannel file =
          FileChannel.open(
              CLAIMS.resolve(Integer.toString(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        return false;
      }
      CLAIMED.put(port, lock);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot claim a port in " + CLAIMS, e);
    }
  }
}
