package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A JVM that starts a server, says {@code port pid} and waits for its end: when its input closes,
 * or by a kill.
 */
final class StartAndWait {
  private StartAndWait() {}

  public static void main(String[] args) throws IOException {
    EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedisConfig.in(Path.of(args[0])));
    System.out.println("started " + redis.port() + " " + redis.pid());
    while (System.in.read() >= 0) {
      // Only the end of the input counts.
    }
    redis.close();
  }
}
