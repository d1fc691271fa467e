package io.tickwire.common.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimeLimitTest {
  private static final long NEVER_REACHED_MS = 600_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context caller = vertx.getOrCreateContext();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** How a limited future ended, and whether where it was asked for. */
  private record End(Object said, boolean onCallersContext) {}

  private End endOf(long limitMs, Future<String> future) throws Exception {
    return endOf(limitMs, future, () -> {});
  }

  private End endOf(long limitMs, Future<String> future, Runnable meanwhile) throws Exception {
    CompletableFuture<End> ended = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    caller.runOnContext(
        ignored -> {
          TimeLimit.of(vertx, limitMs, future)
              .otherwise(failure -> failure.getClass().getSimpleName())
              .onComplete(
                  answer ->
                      ended.complete(new End(answer.result(), Vertx.currentContext() == caller)));
          asked.complete(null);
        });
    asked.get(10, TimeUnit.SECONDS);
    meanwhile.run();
    return ended.get(10, TimeUnit.SECONDS);
  }

  @Test
  void tellsOnTheCallersContext_thatAFutureOfNoContextTakesTooLong() throws Exception {
    Future<String> never = Promise.<String>promise().future();

    End end = endOf(1, Future.join(never, never).map("both"));

    assertThat(end).isEqualTo(new End(TimeoutException.class.getSimpleName(), true));
  }

  @Test
  void tellsOnTheCallersContext_whatWasCompletedElsewhere() throws Exception {
    Promise<String> promise = Promise.promise();

    End end = endOf(NEVER_REACHED_MS, promise.future(), () -> promise.complete("value"));

    assertThat(end).isEqualTo(new End("value", true));
  }

  @Test
  void tellsAFailureAsItIs() throws Exception {
    Future<String> failed = Future.failedFuture(new IllegalStateException("no"));

    assertThat(endOf(NEVER_REACHED_MS, failed))
        .isEqualTo(new End(IllegalStateException.class.getSimpleName(), true));
  }

  @Test
  void ignoresWhatCompletesLater() throws Exception {
    Promise<String> promise = Promise.promise();

    End end = endOf(1, promise.future());
    promise.complete("value");

    assertThat(end.said()).isEqualTo(TimeoutException.class.getSimpleName());
  }
}
