package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A folder for one server; whatever still runs on it after a test is killed. */
abstract class RedisFolderTest {
  static final Duration LONG = Duration.ofSeconds(30);

  final Path folder;

  RedisFolderTest(Path folder) {
    this.folder = folder;
  }

  /** A space and a quote, since the path goes through redis.conf. */
  Path data() {
    return folder.resolve("my \"data\"");
  }

  EmbeddedRedisConfig config() {
    return EmbeddedRedisConfig.in(data()).withStartTimeout(LONG);
  }

  @AfterEach
  void killWhatIsLeft() {
    RedisConf.lastPort(data().resolve("redis.conf")).ifPresent(this::killServerOn);
  }

  private void killServerOn(int port) {
    try {
      ServerAnswers server = ServerAnswers.ask(port);
      if (server.worksIn(data())) {
        new ServerProcess(server.pid()).kill(LONG);
      }
    } catch (IOException e) {
      // Nobody listens: nothing is left.
      return;
    }
  }

  static List<String> ask(EmbeddedRedis redis, String... words) throws IOException {
    return ask(redis.port(), words);
  }

  static List<String> ask(int port, String... words) throws IOException {
    try (RespConnection connection = RespConnection.open(port)) {
      return connection.ask(words);
    }
  }
}
