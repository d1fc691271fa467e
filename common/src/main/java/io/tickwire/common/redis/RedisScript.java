package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A Lua script, run by its digest and sent whole when Redis does not know it (a restart forgets
 * scripts, and loading reaches one node of a cluster only). Immutable, any thread.
 */
public final class RedisScript {
  private final String source;
  private final String digest;

  private RedisScript(String source) {
    this.source = source;
    this.digest = sha1(source);
  }

  /**
   * Reads a script from beside a class.
   *
   * @param resources its parts in order, for example {@code commit.lua} alone
   */
  public static RedisScript resource(Class<?> neighbour, String... resources) {
    StringBuilder source = new StringBuilder();
    for (String resource : resources) {
      source.append(read(neighbour, resource));
    }
    return new RedisScript(source.toString());
  }

  private static String read(Class<?> neighbour, String resource) {
    try (InputStream in = neighbour.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("script missing from the jar: script=" + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it; all keys it touches must be declared and share one hash slot. */
  public Future<Response> run(RedisLink redis, List<String> keys, List<String> arguments) {
    return redis
        .send(request(Command.EVALSHA, digest, keys, arguments))
        .recover(
            failure ->
                isUnknown(failure)
                    ? redis.send(request(Command.EVAL, source, keys, arguments))
                    : Future.failedFuture(failure));
  }

  private static Request request(
      Command command, String script, List<String> keys, List<String> arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    arguments.forEach(request::arg);
    return request;
  }

  private static boolean isUnknown(Throwable failure) {
    return RedisTrouble.of(failure) == RedisTrouble.NOSCRIPT;
  }

  private static String sha1(String text) {
    try {
      byte[] bytes =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }
}
