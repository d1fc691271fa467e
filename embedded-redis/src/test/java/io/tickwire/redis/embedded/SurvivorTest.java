package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurvivorTest extends RedisFolderTest {
  SurvivorTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void isTakenOverWithItsData_whenTheJvmThatStartedItWasKilled() throws Exception {
    OtherJvm other = OtherJvm.startingIn(data());
    ask(other.port, "SET", "stop:1", "armed");
    other.kill();

    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThat(redis.reused()).isTrue();
      assertThat(redis.port()).isEqualTo(other.port);
      assertThat(redis.pid()).isEqualTo(other.redisPid);
      assertThat(ask(redis, "GET", "stop:1")).containsExactly("armed");
    }
    assertThat(new ServerProcess(other.redisPid).isAlive())
        .as("owned again, so stopped on close")
        .isFalse();
  }

  @Test
  void isTakenOver_whenItWasKeptForReuse() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(config().withKeepForReuse(true));
    first.close();
    assertThat(ask(first, "PING")).containsExactly("PONG");
    try (EmbeddedRedis second = EmbeddedRedis.start(config())) {
      assertThat(second.reused()).isTrue();
      assertThat(second.pid()).isEqualTo(first.pid());
    }
  }

  @Test
  void isReplacedWithItsData_whenItServesOtherSettings() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(config().withKeepForReuse(true));
    ask(first, "SET", "stop:1", "armed");
    first.close();
    try (EmbeddedRedis second =
        EmbeddedRedis.start(config().withPersistence(Persistence.FSYNC_EVERY_SECOND))) {
      assertThat(second.reused()).isFalse();
      assertThat(new ServerProcess(first.pid()).isAlive()).isFalse();
      assertThat(ask(second, "GET", "stop:1")).containsExactly("armed");
    }
  }

  @Test
  void isWaitedFor_whenItWasAlreadyToldToEnd() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(config().withKeepForReuse(true));
    ask(first, "SET", "stop:1", "armed");
    first.close();
    Files.delete(data().resolve("redis.pid"));
    try (EmbeddedRedis second = EmbeddedRedis.start(config())) {
      assertThat(second.reused()).isFalse();
      assertThat(new ServerProcess(first.pid()).isAlive()).isFalse();
      assertThat(ask(second, "GET", "stop:1")).containsExactly("armed");
    }
  }

  @Test
  void blocksTheFolder_whenItIsFrozen() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(config().withKeepForReuse(true));
    first.close();
    signal("STOP", first.pid());
    try {
      assertThatThrownBy(
              () -> EmbeddedRedis.start(config().withStartTimeout(Duration.ofMillis(50))))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("the Redis server with pid " + first.pid() + " still runs on")
          .hasMessageContaining("does not answer");
    } finally {
      signal("CONT", first.pid());
    }
    try (EmbeddedRedis second = EmbeddedRedis.start(config())) {
      assertThat(second.pid()).isEqualTo(first.pid());
    }
  }

  @Test
  void isNotSeen_whenTheRecordedProcessIsGone() throws Exception {
    try (EmbeddedRedis first = EmbeddedRedis.start(config())) {
      ask(first, "SET", "stop:1", "armed");
      first.kill();
      assertThat(data().resolve("redis.pid")).hasContent(Long.toString(first.pid()));
    }
    try (EmbeddedRedis second = EmbeddedRedis.start(config())) {
      assertThat(second.reused()).isFalse();
      assertThat(ask(second, "GET", "stop:1")).containsExactly("armed");
    }
  }

  @Test
  void isNotSeen_whenThePidAndThePortBelongToOthers() throws Exception {
    EmbeddedRedisConfig elsewhere = EmbeddedRedisConfig.in(folder.resolve("elsewhere"));
    try (EmbeddedRedis stranger = EmbeddedRedis.start(elsewhere)) {
      Files.createDirectories(data());
      Files.writeString(data().resolve("redis.pid"), Long.toString(stranger.pid()));
      Files.writeString(data().resolve("redis.conf"), "port " + stranger.port() + "\n");
      try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
        assertThat(redis.reused()).isFalse();
        assertThat(redis.pid()).isNotEqualTo(stranger.pid());
      }
      assertThat(ask(stranger, "PING")).containsExactly("PONG");
    }
  }

  @Test
  void isNotSeen_whenThePidIsAnotherProgramsOrNoNumber() throws Exception {
    Files.createDirectories(data());
    for (String pid :
        new String[] {Long.toString(ProcessHandle.current().pid()), "-5", "garbage", ""}) {
      Files.writeString(data().resolve("redis.pid"), pid);
      try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
        assertThat(redis.reused()).as("pid file holds '%s'", pid).isFalse();
      }
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
