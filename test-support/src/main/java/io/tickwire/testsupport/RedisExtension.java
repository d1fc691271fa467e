package io.tickwire.testsupport;

import io.tickwire.redis.embedded.EmbeddedRedis;
import io.tickwire.redis.embedded.EmbeddedRedisConfig;
import io.tickwire.redis.embedded.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis server for a test class, empty at its start: {@code @RegisterExtension static final
 * RedisExtension REDIS = new RedisExtension();}.
 */
public final class RedisExtension implements BeforeAllCallback, AfterAllCallback {
  private @Nullable EmbeddedRedis server;
  private @Nullable Path folder;

  @Override
  public void beforeAll(ExtensionContext context) {
    try {
      Path made = Files.createTempDirectory("tickwire-test-redis");
      folder = made;
      server = EmbeddedRedis.start(EmbeddedRedisConfig.in(made).withPersistence(Persistence.NONE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null) {
      server.close();
    }
    if (folder != null) {
      delete(folder);
    }
  }

  public EmbeddedRedis server() {
    if (server == null) {
      throw new IllegalStateException("the server starts with the test class");
    }
    return server;
  }

  public String uri() {
    return server().uri();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
