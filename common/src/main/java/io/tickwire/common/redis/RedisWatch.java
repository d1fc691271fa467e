package io.tickwire.common.redis;

import io.tickwire.common.config.ConfigException;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether Redis answers, says when that changes, and checks the servers'
 * settings whenever they come back: a failover may have brought another configuration.
 */
final class RedisWatch {
  private static final Logger log = LoggerFactory.getLogger(RedisWatch.class);
  private static final long EVERY_MS = 1_000;

  private final RedisLink redis;
  private final long timer;
  private boolean asking;
  private boolean down;

  /** Make it after a first {@link #check}. */
  RedisWatch(RedisLink redis, boolean answers) {
    this.redis = redis;
    this.down = !answers;
    this.timer = redis.vertx().setPeriodic(EVERY_MS, ignored -> look());
  }

  void stop() {
    redis.vertx().cancelTimer(timer);
  }

  private void look() {
    if (asking) {
      return;
    }
    asking = true;
    redis
        .isAnswering()
        .onSuccess(
            answers -> {
              asking = false;
              if (answers == down) {
                turned(answers);
              }
            });
  }

  private void turned(boolean answers) {
    down = !answers;
    if (!answers) {
      log.warn("redis away");
      return;
    }
    log.info("redis back");
    redis.metrics().reconnected("commands");
    check(redis)
        .onFailure(
            failure -> {
              if (failure instanceof ConfigException) {
                log.error("redis not usable cause={}", failure.getMessage());
              }
            });
  }

  /**
   * Checks every server's settings. Fails with a {@link ConfigException} when one drops keys; with
   * another failure when one does not answer.
   */
  static Future<Void> check(RedisLink redis) {
    return ServerSettings.ask(redis).compose(all -> judge(redis, all));
  }

  private static Future<Void> judge(RedisLink redis, List<ServerSettings> all) {
    boolean evicts = all.stream().anyMatch(ServerSettings::evicts);
    boolean mayForget = all.stream().anyMatch(ServerSettings::mayForget);
    redis.metrics().lossPossible(evicts || mayForget);
    if (evicts) {
      ServerSettings first = all.stream().filter(ServerSettings::evicts).findFirst().orElseThrow();
      return Future.failedFuture(
          new ConfigException(
              "Redis would drop positions to make room: its maxmemory-policy is "
                  + first.evictionPolicy()
                  + ", set it to noeviction"));
    }
    if (mayForget && !redis.config().acceptsLoss()) {
      ServerSettings first =
          all.stream().filter(ServerSettings::mayForget).findFirst().orElseThrow();
      log.warn(
          "redis may forget what it answered appendonly={} appendfsync={} wanted=yes,always"
              + " silenced_by=redis.accept-loss",
          first.appendOnly() ? "yes" : "no",
          first.appendFsync());
    }
    return Future.succeededFuture();
  }
}
