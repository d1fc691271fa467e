package io.tickwire.redis.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An executable that has been seen to run here and to be new enough. */
record ServerExecutable(Path path, ServerVersion version) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerExecutable.class);
  private static final String PROGRAM = "redis-server";

  /**
   * The configured one and no other; else {@code redis-server} on the PATH; else the bundled one.
   */
  static ServerExecutable find(@Nullable Path configured, DataDirectory directory) {
    if (configured != null) {
      return configured(configured);
    }
    return onPath(System.getenv("PATH"))
        .orElseGet(
            () ->
                bundled(
                    directory,
                    System.getProperty("os.name", ""),
                    System.getProperty("os.arch", "")));
  }

  private static ServerExecutable configured(Path executable) {
    try {
      return tried(executable);
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "the configured Redis server " + executable + " cannot be used: " + reason(e), e);
    }
  }

  static Optional<ServerExecutable> onPath(@Nullable String searchPath) {
    if (searchPath == null) {
      return Optional.empty();
    }
    for (String folder : searchPath.split(File.pathSeparator, -1)) {
      Path executable = Path.of(folder, PROGRAM);
      if (!folder.isEmpty() && Files.isRegularFile(executable) && Files.isExecutable(executable)) {
        try {
          return Optional.of(tried(executable));
        } catch (IOException e) {
          LOG.warn("redis server on PATH skipped server={} reason={}", executable, reason(e));
        }
      }
    }
    return Optional.empty();
  }

  static ServerExecutable bundled(DataDirectory directory, String osName, String osArch) {
    List<String> refusals = new ArrayList<>();
    for (String resource : BundledServer.candidates(osName, osArch)) {
      try {
        return tried(BundledServer.unpack(resource, directory.binaryFolder()));
      } catch (IOException e) {
        refusals.add(resource + ": " + reason(e));
      }
    }
    String platform = osName + " on " + osArch;
    throw new EmbeddedRedisException(
        refusals.isEmpty()
            ? "no bundled Redis server for "
                + platform
                + "; install redis-server 6.2 or newer, or configure where it is"
            : "no bundled Redis server runs on "
                + platform
                + " "
                + refusals
                + "; install redis-server 6.2 or newer");
  }

  private static ServerExecutable tried(Path executable) throws IOException {
    ServerVersion version = ServerVersion.of(executable);
    if (!version.isEnough()) {
      throw new IOException("it is Redis " + version + ", and 6.2 is the oldest that works");
    }
    return new ServerExecutable(executable.toAbsolutePath(), version);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  /** Started on the files of a newer server, an older one would overlook them and begin empty. */
  void requireAbleToRead(DataDirectory directory) {
    Path newerData = directory.folder().resolve("appendonlydir");
    if (Files.exists(newerData) && !version.readsAppendOnlyFolder()) {
      throw new EmbeddedRedisException(
          "the data in "
              + directory.folder()
              + " was written by Redis 7 or newer and cannot be read by "
              + path
              + " ("
              + version
              + "); put redis-server 7 on the PATH or name another folder");
    }
  }
}
