package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisClusterTest {
  /** CRC-16 of {@code foo}, in the last third of the slots. */
  private static final int SLOT_OF_FOO = 12_182;

  @TempDir Path folder;

  private static List<String> ask(EmbeddedRedis redis, String... words) throws IOException {
    return RedisFolderTest.ask(redis.port(), words);
  }

  @Test
  void eachMasterServesItsShareAndKnowsTheOthers() throws IOException {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(folder, 3, Persistence.NONE)) {
      assertThat(ask(cluster.master(2), "SET", "foo", "1")).containsExactly("OK");
      assertThatThrownBy(() -> ask(cluster.master(0), "GET", "foo"))
          .hasMessage("MOVED " + SLOT_OF_FOO + " 127.0.0.1:" + cluster.master(2).port());
    }
  }

  @Test
  void servesItsDataAgain_whenAMasterWasKilledAndStarted() throws IOException {
    try (EmbeddedRedisCluster cluster =
        EmbeddedRedisCluster.start(folder, 3, Persistence.FSYNC_ALWAYS)) {
      ask(cluster.master(2), "SET", "foo", "1");
      cluster.master(2).kill();
      cluster.restart(2);
      cluster.awaitWhole();
      assertThat(ask(cluster.master(2), "GET", "foo")).containsExactly("1");
    }
  }

  @Test
  void anotherMasterServesTheSlot_whenItWasMoved() throws IOException {
    try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start(folder, 3, Persistence.NONE)) {
      cluster.moveEmptySlot(SLOT_OF_FOO, 0);
      assertThat(ask(cluster.master(0), "SET", "foo", "1")).containsExactly("OK");
    }
  }

  @Test
  void isRefused_whenThereAreFewerThanThree() {
    assertThatThrownBy(() -> EmbeddedRedisCluster.start(folder, 2, Persistence.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 masters at least");
  }

  @Test
  void answersAgain_whenAFrozenServerGoesOn() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder))) {
      redis.freeze();
      assertThatThrownBy(() -> ask(redis, "PING")).isInstanceOf(IOException.class);
      redis.resume();
      assertThat(ask(redis, "PING")).containsExactly("PONG");
    }
  }

  @Test
  void isStopped_whenItWasFrozen() {
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(folder));
    redis.freeze();
    redis.close();
    assertThat(new ServerProcess(redis.pid()).isAlive()).isFalse();
  }
}
