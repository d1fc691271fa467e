package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one server and the right to use it: held by at most one JVM, and once within it,
 * from {@link #claim} to {@link #release}. The operating system gives the right back when the JVM
 * dies.
 */
final class DataDirectory {
  static final String CONF_FILE = "redis.conf";

  /**
   * A file lock excludes other JVMs only, and closing a second channel on the file in this one
   * would drop the first lock. Holds the channel, which gives up its lock when it is collected.
   */
  private static final Map<Path, FileChannel> CLAIMED_HERE = new HashMap<>();

  private final Path folder;

  private DataDirectory(Path folder) {
    this.folder = folder;
  }

  static DataDirectory claim(Path path) {
    Path folder = createWritable(path);
    synchronized (CLAIMED_HERE) {
      if (CLAIMED_HERE.containsKey(folder)) {
        throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
      }
      CLAIMED_HERE.put(folder, lock(folder));
      return new DataDirectory(folder);
    }
  }

  private static Path createWritable(Path path) {
    try {
      Files.createDirectories(path);
      Path folder = path.toRealPath();
      Files.delete(Files.createTempFile(folder, "write", ".check"));
      return folder;
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "the Redis data directory " + path + " cannot be created or written: " + e, e);
    }
  }

  private static FileChannel lock(Path folder) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve("redis.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String owner = readOwner(channel);
        channel.close();
        throw inUse(folder, owner);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException e) {
      closeQuietly(channel);
      throw new EmbeddedRedisException(
          "the Redis data directory " + folder + " cannot be locked: " + e, e);
    }
  }

  private static String readOwner(FileChannel channel) throws IOException {
    ByteBuffer owner = ByteBuffer.allocate(20);
    channel.read(owner, 0);
    return StandardCharsets.US_ASCII.decode(owner.flip()).toString();
  }

  private static EmbeddedRedisException inUse(Path folder, String owner) {
    return new EmbeddedRedisException(
        "the Redis data directory "
            + folder
            + " is in use by the running process "
            + owner
            + "; stop it or name another folder");
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock is the operating system's and ends with the JVM at the latest.
      return;
    }
  }

  Path folder() {
    return folder;
  }

  Path confFile() {
    return folder.resolve(CONF_FILE);
  }

  /**
   * Written by the server itself, so that it names the right process even if this JVM dies in
   * between.
   */
  Path pidFile() {
    return folder.resolve("redis.pid");
  }

  Path logFile() {
    return folder.resolve("redis.log");
  }

  /** What the server prints before it has read where to log. */
  Path outputFile() {
    return folder.resolve("redis.out");
  }

  Path binaryFolder() {
    return folder.resolve("bin");
  }

  void release() {
    synchronized (CLAIMED_HERE) {
      closeQuietly(CLAIMED_HERE.remove(folder));
    }
  }
}
