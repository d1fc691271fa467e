package io.tickwire.benchmarks.rival;

import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.redis.embedded.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorted sets in a Redis on the same machine, without persistence: every tick asks both by score,
 * in one round trip, and removes what it got. Arming is pipelined and not waited for.
 */
final class RedisLevels implements Levels {
  private static final int ARMED_IN_FLIGHT = 1_000;

  private final EmbeddedRedis server;
  private final RespPipe pipe;
  private int inFlight;

  RedisLevels() {
    try {
      Path folder = Files.createTempDirectory("tickwire-rival");
      server =
          EmbeddedRedis.start(EmbeddedRedisConfig.in(folder).withPersistence(Persistence.NONE));
      pipe = new RespPipe(server.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Equal scores are ordered by member, so the arming order leads. Falls are stored negated. */
  @Override
  public void arm(int rule, boolean rises, long thresholdTicks, long order) {
    String member = String.format("%019d:%d", order, rule);
    long score = rises ? thresholdTicks : -thresholdTicks;
    pipe.send("ZADD", rises ? "rises" : "falls", Long.toString(score), member);
    if (++inFlight == ARMED_IN_FLIGHT) {
      awaitArmed();
    }
  }

  @Override
  public int onPrice(long ticks, int[] fired) {
    pipe.send("ZRANGEBYSCORE", "falls", "-inf", Long.toString(-ticks));
    pipe.send("ZRANGEBYSCORE", "rises", "-inf", Long.toString(ticks));
    awaitArmed();
    int falls = take("falls", pipe.readList(), fired, 0);
    return take("rises", pipe.readList(), fired, falls);
  }

  private int take(String key, List<String> members, int[] fired, int from) {
    if (members.isEmpty()) {
      return from;
    }
    int count = from;
    for (String member : members) {
      fired[count++] = Integer.parseInt(member.substring(member.indexOf(':') + 1));
    }
    List<String> removal = new ArrayList<>(List.of("ZREM", key));
    removal.addAll(members);
    pipe.send(removal.toArray(new String[0]));
    inFlight++;
    return count;
  }

  private void awaitArmed() {
    pipe.flush();
    for (; inFlight > 0; inFlight--) {
      pipe.readNumber();
    }
  }

  @Override
  public void close() {
    pipe.close();
    server.close();
  }
}
