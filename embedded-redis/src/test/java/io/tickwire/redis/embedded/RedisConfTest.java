package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfTest {
  private final Path folder;

  RedisConfTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void givesThePortBack_whenReadAgain() throws IOException {
    DataDirectory directory = DataDirectory.claim(folder);
    try {
      Files.writeString(
          directory.confFile(), RedisConf.render(directory, 6379, EmbeddedRedisConfig.in(folder)));
      assertThat(RedisConf.lastPort(directory.confFile())).hasValue(6379);
    } finally {
      directory.release();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "port", "port 0", "port 99999", "port x", "tls-port 6379", "port 6379 # mine"})
  void knowsNoPort_whenTheFileNamesNone(String line) throws IOException {
    Path conf = folder.resolve("redis.conf");
    assertThat(RedisConf.lastPort(conf)).isEmpty();
    Files.writeString(conf, line + "\n");
    assertThat(RedisConf.lastPort(conf)).isEmpty();
  }

  @Test
  void escapesQuotesAndBackslashes() {
    assertThat(RedisConf.quoted(Path.of("/a \"b\"\\c"))).isEqualTo("\"/a \\\"b\\\"\\\\c\"");
  }
}
