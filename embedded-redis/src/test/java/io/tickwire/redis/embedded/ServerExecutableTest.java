package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerExecutableTest {
  private final Path folder;
  private final DataDirectory directory;

  ServerExecutableTest(@TempDir Path folder) {
    this.folder = folder;
    this.directory = DataDirectory.claim(folder.resolve("data"));
  }

  @AfterEach
  void release() {
    directory.release();
  }

  @Test
  void isTheFirstOnThePathThatIsNewEnough() throws IOException {
    program("old", "echo 'Redis server v=6.0.16 sha=00000000:0'");
    program("broken", "echo 'error while loading shared libraries: libssl.so.3'; exit 127");
    Path good =
        program(
            "good", "echo 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.2.1 bits=64'");
    program("later", "echo 'Redis server v=7.4.1'");

    assertThat(ServerExecutable.onPath(searchPath("", "missing", "old", "broken", "good", "later")))
        .contains(new ServerExecutable(good, new ServerVersion(7, 0)));
    assertThat(ServerExecutable.onPath(searchPath("old", "broken"))).isEmpty();
    assertThat(ServerExecutable.onPath(null)).isEmpty();
  }

  @Test
  void isTheConfiguredOneOrNone() throws IOException {
    Path old = program("old", "echo 'Redis server v=5.0.14'");
    assertThatThrownBy(() -> ServerExecutable.find(old, directory))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessage(
            "the configured Redis server "
                + old
                + " cannot be used: it is Redis 5.0, and 6.2 is the oldest that works");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> ServerExecutable.find(missing, directory))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("the configured Redis server " + missing + " cannot be used");
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, redis-server-6.2.6-v5-linux-amd64",
    "Linux, i386, redis-server-6.2.7-linux-386",
    "Linux, aarch64, redis-server-6.2.7-linux-arm64",
    "Mac OS X, x86_64, redis-server-6.2.6-v5-darwin-amd64",
    "Mac OS X, aarch64, redis-server-6.2.6-v5-darwin-arm64",
  })
  void isTheBundledOneOfThePlatform(String osName, String osArch, String resource) {
    assertThat(BundledServer.candidates(osName, osArch)).first().isEqualTo(resource);
    assertThat(BundledServer.class.getResource("/" + resource)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Linux, riscv64", "SunOS, amd64"})
  void isRefused_whenNothingIsBundledForThePlatform(String osName, String osArch) {
    assertThatThrownBy(() -> ServerExecutable.bundled(directory, osName, osArch))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("no bundled Redis server for " + osName + " on " + osArch);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void isTheStaticBuild_whenTheOtherLacksALibrary() throws IOException {
    unpacked(
        "redis-server-6.2.6-v5-linux-amd64",
        "echo 'libssl.so.3: cannot open shared object file'; exit 127");
    ServerExecutable found = ServerExecutable.bundled(directory, "Linux", "amd64");
    assertThat(found.path()).hasFileName("redis-server-6.2.7-linux-386");
    assertThat(found.version()).isEqualTo(new ServerVersion(6, 2));
  }

  @Test
  void isRefusedWithTheReasons_whenNoBundledOneRuns() throws IOException {
    unpacked(
        "redis-server-6.2.6-v5-linux-amd64",
        "echo 'libssl.so.3: cannot open shared object file'; exit 127");
    unpacked("redis-server-6.2.7-linux-386", "exit 126");
    assertThatThrownBy(() -> ServerExecutable.bundled(directory, "Linux", "amd64"))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("libssl.so.3: cannot open shared object file")
        .hasMessageContaining("install redis-server 6.2 or newer");
  }

  @Test
  void isRefused_whenTheDataIsOfANewerRedis() throws IOException {
    Files.createDirectories(directory.folder().resolve("appendonlydir"));
    ServerExecutable six =
        new ServerExecutable(Path.of("/usr/bin/redis-server"), new ServerVersion(6, 2));
    assertThatThrownBy(() -> six.requireAbleToRead(directory))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("was written by Redis 7 or newer");
    new ServerExecutable(Path.of("/usr/bin/redis-server"), new ServerVersion(7, 0))
        .requireAbleToRead(directory);
  }

  private void unpacked(String resource, String script) throws IOException {
    Files.createDirectories(directory.binaryFolder());
    write(directory.binaryFolder().resolve(resource), script);
  }

  private Path program(String name, String script) throws IOException {
    Files.createDirectories(folder.resolve(name));
    return write(folder.resolve(name).resolve("redis-server"), script);
  }

  private static Path write(Path program, String script) throws IOException {
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private String searchPath(String... names) {
    StringBuilder path = new StringBuilder();
    for (String name : names) {
      path.append(name.isEmpty() ? "" : folder.resolve(name)).append(File.pathSeparator);
    }
    return path.toString();
  }
}
