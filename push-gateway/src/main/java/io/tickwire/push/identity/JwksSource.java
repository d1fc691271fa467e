package io.tickwire.push.identity;

import io.tickwire.common.async.CallerContext;
import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.config.ConfigException;
import io.tickwire.push.auth.KeySet;
import io.tickwire.push.auth.TokenAlgorithm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of whoever issues tokens, from a file or a URL: read at the start, every ten
 * minutes, and when a token names a key that is not there, but not more often than every ten
 * seconds. Keys that cannot be read again stay as they were. Any thread.
 */
public final class JwksSource {
  private static final long PERIOD_MS = 600_000;
  private static final long FIRST_PERIOD_MS = 2_000;
  private static final long LEAST_APART_MS = 10_000;
  private static final long TIMEOUT_MS = 3_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final Logger log = LoggerFactory.getLogger(JwksSource.class);

  private final Vertx vertx;
  private final String location;
  private final TokenAlgorithm algorithm;
  private final Clock clock;
  private final @Nullable HttpClient client;
  private volatile KeySet keys = KeySet.EMPTY;
  private @Nullable Future<Void> underWay;
  private long lastMs = Long.MIN_VALUE;
  private long timer = -1;
  private volatile boolean stopped;

  /**
   * @param location a path, or an address that begins with http:// or https://
   */
  public JwksSource(Vertx vertx, String location, TokenAlgorithm algorithm, Clock clock) {
    this.vertx = vertx;
    this.location = location;
    this.algorithm = algorithm;
    this.clock = clock;
    this.client = isWeb(location) ? vertx.createHttpClient() : null;
  }

  private static boolean isWeb(String location) {
    return location.startsWith("http://") || location.startsWith("https://");
  }

  /**
   * A server that does not answer is asked again; until it has, no token is accepted.
   *
   * @return fails with a {@link ConfigException} when a file cannot be read
   */
  public Future<Void> start() {
    return load()
        .recover(
            failure ->
                client == null
                    ? Future.failedFuture(
                        new ConfigException(
                            "auth.jwks (TICKWIRE_AUTH_JWKS) must be the file or URL of a key set"
                                + " for "
                                + algorithm
                                + ": "
                                + failure.getMessage()))
                    : Future.succeededFuture())
        .onSuccess(ignored -> scheduleNext());
  }

  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void scheduleNext() {
    if (!stopped) {
      timer =
          vertx.setTimer(
              isLoaded() ? PERIOD_MS : FIRST_PERIOD_MS,
              ignored -> load().onComplete(done -> scheduleNext()));
    }
  }

  public KeySet keys() {
    return keys;
  }

  public boolean isLoaded() {
    return !keys.keys().isEmpty();
  }

  /** Looks for newer keys, unless that was done just now. Never fails. Any context. */
  Future<Void> refresh() {
    synchronized (this) {
      Future<Void> running = underWay;
      if (running != null) {
        return CallerContext.keep(vertx, running).otherwiseEmpty();
      }
      if (lastMs != Long.MIN_VALUE && clock.millis() - lastMs < LEAST_APART_MS) {
        return Future.succeededFuture();
      }
    }
    return load().otherwiseEmpty();
  }

  private Future<Void> load() {
    Future<Void> loading;
    synchronized (this) {
      lastMs = clock.millis();
      loading = read().map(text -> KeySet.read(text, algorithm)).onSuccess(this::take).mapEmpty();
      underWay = loading;
    }
    return loading.onComplete(
        ignored -> {
          synchronized (this) {
            underWay = null;
          }
        },
        failure -> {
          synchronized (this) {
            underWay = null;
          }
          log.warn("token keys not read cause={}", failure.toString());
        });
  }

  private void take(KeySet fresh) {
    if (!fresh.keys().keySet().equals(keys.keys().keySet())) {
      log.info("token keys read keys={}", fresh.keys().size());
    }
    keys = fresh;
  }

  private Future<String> read() {
    HttpClient web = client;
    if (web == null) {
      return vertx.fileSystem().readFile(location).map(Buffer::toString);
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(location)
            .setConnectTimeout(TIMEOUT_MS)
            .setIdleTimeout(TIMEOUT_MS);
    Future<Buffer> answer =
        web.request(options).compose(request -> request.send().compose(JwksSource::body));
    return TimeLimit.of(vertx, TIMEOUT_MS, answer)
        .map(
            body -> {
              if (body.length() > MOST_BYTES) {
                throw new IllegalStateException("more than " + MOST_BYTES + " bytes");
              }
              return body.toString();
            });
  }

  /** Must be called as the answer begins, on its event loop: what comes before it is lost. */
  private static Future<Buffer> body(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body()
        : Future.failedFuture(new IllegalStateException("status=" + response.statusCode()));
  }
}
