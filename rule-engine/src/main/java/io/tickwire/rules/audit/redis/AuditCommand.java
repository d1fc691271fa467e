package io.tickwire.rules.audit.redis;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.rules.audit.Printed;
import io.tickwire.rules.audit.Report;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tickwire audit}: 0 when the books agree, 1 when not, 2 when it could not be done. */
@Command(
    name = "audit",
    description = "Recompute every balance from the ledger in Redis and say whether it agrees.",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:everything agrees",
      "1:something does not; each finding is a line",
      "2:it could not be done"
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int AGREES = 0;
  private static final int DISAGREES = 1;
  private static final int NOT_DONE = 2;
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int CONNECTIONS = 2;

  private final RedisPlace place;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--redis-uri",
      paramLabel = "URI",
      description = "Redis to audit; several addresses, or redis.mode=cluster, for a cluster.")
  private @Nullable String redisUri;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Option(
      names = "--closing-age",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "How long a booking may be under way: 500ms, 10s, 2m (default: ${DEFAULT-VALUE}).")
  private String closingAge = "10s";

  @Option(
      names = "--any-fee-rate",
      description = "Do not recompute fees by today's rates, only compare them with each other.")
  private boolean anyFeeRate;

  /** Redis is where the settings say. */
  public AuditCommand() {
    this(settings -> RedisPlace.at(RedisConfig.from(settings)));
  }

  /**
   * @param place where Redis is when no option says it
   */
  public AuditCommand(RedisPlace place) {
    this.place = place;
  }

  @Override
  public Integer call() {
    try {
      Settings settings = Settings.load();
      AuditTerms terms =
          new AuditTerms(
              new Partitions(settings.integer("partitions", Partitions.DEFAULT_COUNT, 1, 4096)),
              duration(closingAge),
              anyFeeRate,
              AuditTerms.SETTLE,
              AuditTerms.ENTRIES_A_PASS);
      try (RedisPlace.Found found =
          redisUri == null
              ? place.find(settings)
              : RedisPlace.at(RedisConfig.from(settings.with(Map.of("redis.uri", redisUri))))) {
        return audit(found.redis(), terms);
      }
    } catch (AuditException | ConfigException | IllegalArgumentException e) {
      err().println("tickwire audit: " + e.getMessage());
      return NOT_DONE;
    }
  }

  private int audit(RedisConfig redis, AuditTerms terms) {
    RedisConfig config =
        new RedisConfig(redis.uri(), redis.mode(), COMMAND_TIMEOUT, CONNECTIONS, true);
    Vertx vertx = Vertx.vertx();
    try {
      Report report = new AuditRun(vertx, RedisLink.create(vertx, config), terms).run();
      out().print(json ? Printed.json(report) + "\n" : Printed.text(report));
      out().flush();
      return report.agrees() ? AGREES : DISAGREES;
    } finally {
      close(vertx);
    }
  }

  /** The process ends with it anyway, so a close that hangs is left alone. */
  private static void close(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return;
    }
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Settings.of(Map.of("closing-age", text)).duration("closing-age", DAY);
      if (!duration.isNegative() && duration.compareTo(DAY) <= 0) {
        return duration;
      }
    } catch (ConfigException e) {
      throw new AuditException("--closing-age must be like 500ms, 10s or 2m, not " + text, e);
    }
    throw new AuditException("--closing-age must be between 0s and 24h, not " + text);
  }

  private PrintWriter out() {
    return line().getOut();
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    return Objects.requireNonNull(spec, "set by picocli").commandLine();
  }
}
