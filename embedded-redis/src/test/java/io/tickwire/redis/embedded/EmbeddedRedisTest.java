package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest extends RedisFolderTest {
  EmbeddedRedisTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void answersOnItsUri_whenStarted() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(redis.reused()).isFalse();
      assertThat(redis.pid())
          .isEqualTo(Long.parseLong(Files.readString(data().resolve("redis.pid")).strip()));
      assertThat(ask(redis, "CONFIG", "GET", "maxmemory-policy"))
          .containsExactly("maxmemory-policy", "noeviction");
      assertThat(ask(redis, "CONFIG", "GET", "appendfsync"))
          .containsExactly("appendfsync", "always");
      assertThat(ask(redis, "CONFIG", "GET", "bind")).containsExactly("bind", "127.0.0.1");
      assertThat(ask(redis, "CONFIG", "GET", "protected-mode"))
          .containsExactly("protected-mode", "yes");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isOutOfReachOfTheTerminal_soThatCtrlCEndsItLast() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      String stat = Files.readString(Path.of("/proc", Long.toString(redis.pid()), "stat"));
      List<String> afterName = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      assertThat(afterName.get(3)).as("session").isEqualTo(Long.toString(redis.pid()));
    }
  }

  @Test
  void isFoundByItsFolder_whileItRuns() {
    assertThat(EmbeddedRedis.runningIn(data())).isEmpty();
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThat(EmbeddedRedis.runningIn(data())).contains(redis.uri());
    }
    assertThat(EmbeddedRedis.runningIn(data())).isEmpty();
  }

  @Test
  void keepsData_whenStoppedAndStartedAgain() throws Exception {
    long firstPid;
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(config().withPersistence(Persistence.FSYNC_EVERY_SECOND))) {
      ask(redis, "SET", "stop:1", "armed");
      firstPid = redis.pid();
    }
    assertThat(new ServerProcess(firstPid).isAlive()).isFalse();
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThat(redis.reused()).isFalse();
      assertThat(ask(redis, "GET", "stop:1")).containsExactly("armed");
    }
  }

  @Test
  void keepsEveryAnsweredWrite_whenTheServerIsKilled() throws Exception {
    int port;
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      port = redis.port();
      ask(redis, "SET", "stop:1", "armed");
      redis.kill();
      assertThat(new ServerProcess(redis.pid()).isAlive()).isFalse();
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(config().withPort(port))) {
      assertThat(redis.reused()).isFalse();
      assertThat(redis.port()).isEqualTo(port);
      assertThat(ask(redis, "GET", "stop:1")).containsExactly("armed");
    }
  }

  @Test
  void startsEmpty_whenNothingIsPersisted() throws Exception {
    EmbeddedRedisConfig inMemory = config().withPersistence(Persistence.NONE);
    try (EmbeddedRedis redis = EmbeddedRedis.start(inMemory)) {
      ask(redis, "SET", "stop:1", "armed");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(inMemory)) {
      assertThat(ask(redis, "DBSIZE")).containsExactly("0");
    }
  }

  @Test
  void isRefused_whenThisJvmHasTheFolderAlready() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThatThrownBy(() -> EmbeddedRedis.start(config()))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining(
              "is in use by the running process " + ProcessHandle.current().pid());
      assertThat(new ServerProcess(redis.pid()).isAlive()).isTrue();
    }
  }

  @Test
  void isRefused_whenAnotherJvmHasTheFolder() throws Exception {
    try (OtherJvm other = OtherJvm.startingIn(data())) {
      assertThatThrownBy(() -> EmbeddedRedis.start(config()))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("is in use by the running process " + other.pid());
      assertThat(ask(other.port, "PING")).containsExactly("PONG");
    }
  }

  @Test
  void isRefused_whenTheParentOfTheFolderIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> EmbeddedRedis.start(EmbeddedRedisConfig.in(file.resolve("data"))))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining(file.resolve("data") + " cannot be created or written");
    assertThatThrownBy(() -> EmbeddedRedis.start(EmbeddedRedisConfig.in(file)))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining(file + " cannot be created or written");
  }

  @Test
  void isRefused_whenThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, RespConnection.loopback())) {
      assertThatThrownBy(() -> EmbeddedRedis.start(config().withPort(taken.getLocalPort())))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void isRefusedWithTheLog_whenTheDataIsDamaged() throws Exception {
    Files.createDirectories(data());
    Files.writeString(data().resolve("appendonly.aof"), "not an append-only file\r\n");
    assertThatThrownBy(() -> EmbeddedRedis.start(config()))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("instead of starting")
        .hasMessageContaining("Bad file format reading the append only file");
  }

  @Test
  void leavesTheFolderFree_whenAStartFailed() throws Exception {
    assertThatThrownBy(() -> EmbeddedRedis.start(config().withServer(Path.of("/bin/true"))))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("the configured Redis server /bin/true cannot be used");
    try (EmbeddedRedis redis = EmbeddedRedis.start(config())) {
      assertThat(ask(redis, "PING")).containsExactly("PONG");
    }
  }

  @Test
  void doesNothing_whenClosedAgain() throws IOException {
    EmbeddedRedis first = EmbeddedRedis.start(config());
    first.close();
    try (EmbeddedRedis second = EmbeddedRedis.start(config())) {
      first.close();
      first.kill();
      assertThat(ask(second, "PING")).containsExactly("PONG");
    }
  }
}
