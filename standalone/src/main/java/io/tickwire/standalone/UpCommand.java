package io.tickwire.standalone;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.redis.embedded.EmbeddedRedisException;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./tickwire up}: starts everything and stays until Ctrl-C. */
@Command(
    name = "up",
    description = "Start simulator, services and an embedded Redis in one process.",
    mixinStandardHelpOptions = true)
// What a command prints is its result.
@SuppressWarnings("SystemOut")
final class UpCommand implements Callable<Integer> {
  private static final long START_WITHIN_SECONDS = 60;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  @Option(
      names = "--exchange",
      description = "Where prices come from: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "simulator")
  private Exchange exchange = Exchange.SIMULATOR;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    try {
      Settings settings = Settings.load();
      Standalone standalone =
          Standalone.prepare(StandaloneConfig.from(settings, exchange), settings);
      Thread leaving = new Thread(() -> leave(standalone), "leave");
      Runtime.getRuntime().addShutdownHook(leaving);
      greet(await(standalone.start(), START_WITHIN_SECONDS));
    } catch (StandaloneException
        | ConfigException
        | EmbeddedRedisException
        | IllegalArgumentException e) {
      System.err.println("tickwire cannot start: " + e.getMessage());
      return 1;
    } catch (TimeoutException e) {
      System.err.println(
          "tickwire is not ready after "
              + START_WITHIN_SECONDS
              + " s: the exchange or Redis does"
              + " not answer; the lines above say which.");
      return 1;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      System.err.println("tickwire cannot start: " + (cause == null ? e : cause).getMessage());
      return 1;
    }
    left.await();
    return 0;
  }

  private void greet(Standalone standalone) {
    String address = "http://127.0.0.1:" + standalone.port();
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    System.out.printf(
        Locale.ROOT,
        """

        Tickwire is up after %.1f s. Ctrl-C stops it; nothing is lost.

          console   %s/
          try       curl -s -X POST %s/v1/dev/tokens -d '{"user":"alice"}'
          health    http://127.0.0.1:%d/readyz
        %s
        """,
        seconds,
        address,
        address,
        standalone.adminPort(),
        standalone.simulatorPort() == 0
            ? ""
            : "  exchange  http://127.0.0.1:" + standalone.simulatorPort() + "/ (simulated)\n");
  }

  private static void leave(Standalone standalone) {
    System.out.println("\nTickwire is stopping ...");
    if (standalone.stop(STOP_WITHIN)) {
      System.out.println("Tickwire has stopped.");
    } else {
      System.err.println("Tickwire did not stop in good order; the lines above say why.");
      Runtime.getRuntime().halt(1);
    }
  }

  private static <T> T await(Future<T> future, long seconds)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
  }
}
