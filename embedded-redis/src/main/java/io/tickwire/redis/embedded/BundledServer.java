package io.tickwire.redis.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The executables inside the embedded-redis jar: which fit a platform, and one of them unpacked
 * next to the data.
 */
final class BundledServer {
  private BundledServer() {}

  /**
   * Resource names in the order to try. The amd64 build for Linux needs the C library and OpenSSL 3
   * of the machine; the static 32-bit one runs where these are missing, with memory limited to 3
   * GiB. The Windows build is Redis 5, too old for us.
   */
  static List<String> candidates(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean linux = os.startsWith("linux");
    boolean mac = os.startsWith("mac");
    List<OsArchitecture> fitting = new ArrayList<>();
    switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> {
        if (linux) {
          fitting.add(OsArchitecture.UNIX_x86_64);
          fitting.add(OsArchitecture.UNIX_x86);
        } else if (mac) {
          fitting.add(OsArchitecture.MAC_OS_X_x86_64);
        }
      }
      case "aarch64", "arm64" -> {
        if (linux) {
          fitting.add(OsArchitecture.UNIX_AARCH64);
        } else if (mac) {
          fitting.add(OsArchitecture.MAC_OS_X_ARM64);
        }
      }
      case "x86", "i386", "i586", "i686" -> {
        if (linux) {
          fitting.add(OsArchitecture.UNIX_x86);
        }
      }
      default -> {
        // No build for it.
      }
    }
    Map<OsArchitecture, String> builds = ExecutableProvider.newProvidedVersionsMap();
    return fitting.stream()
        .flatMap(architecture -> Stream.ofNullable(builds.get(architecture)))
        .map(resource -> resource.replaceFirst("^/", ""))
        .toList();
  }

  /**
   * Unpacks the executable into the folder unless it is there; never changes a file that may be
   * running.
   */
  static Path unpack(String resource, Path folder) throws IOException {
    Path executable = folder.resolve(resource);
    if (Files.isExecutable(executable)) {
      return executable;
    }
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, "unpacking", ".part");
    try (InputStream in = ExecutableProvider.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not in the class path");
      }
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      if (!unfinished.toFile().setExecutable(true)) {
        throw new IOException(unfinished + " cannot be made executable");
      }
      return Files.move(unfinished, executable, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
