package io.tickwire.push.ingest;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.tickwire.push.publish.SubmissionVerdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a backend for events, {@code GET {url}?since={timestamp}}, for ever and one question at a
 * time. One gateway of a cluster does, as long as it renews its lease; where it stands is kept in
 * Redis, so that another one goes on from there. The first of all begins with what happens from now
 * on. A backend that fails is asked less and less often. Confined to the context that made it.
 */
final class Poller {
  private static final RedisScript HOLD_LEASE =
      RedisScript.resource(Poller.class, "hold-lease.lua");

  private static final long LONGEST_PAUSE_MS = 30_000;
  private static final int MOST_BYTES = 4 << 20;
  private static final Logger log = LoggerFactory.getLogger(Poller.class);

  private final Vertx vertx;
  private final RedisLink redis;
  private final EventIntake intake;
  private final URI url;
  private final IngestConfig config;
  private final String self;
  private final Clock clock;
  private final HttpClient client;
  private final Promise<Void> ended = Promise.promise();
  private long pauseMs;
  private List<SubmissionVerdict.Refused> lastRefused = List.of();
  private boolean failing;
  private boolean stopped;

  Poller(
      Vertx vertx,
      RedisLink redis,
      EventIntake intake,
      URI url,
      IngestConfig config,
      String self,
      Clock clock) {
    this.vertx = vertx;
    this.redis = redis;
    this.intake = intake;
    this.url = url;
    this.config = config;
    this.self = self;
    this.clock = clock;
    this.client = vertx.createHttpClient();
    this.pauseMs = config.pollIntervalMs();
  }

  void start() {
    next();
  }

  Future<Void> stop() {
    stopped = true;
    return ended.future();
  }

  private void next() {
    if (stopped) {
      client.close().<Void>mapEmpty().onComplete(ended);
      return;
    }
    holdsLease()
        .compose(holds -> holds ? poll() : Future.succeededFuture())
        .onComplete(
            ignored -> {
              if (failing) {
                log.info("backend polled again");
              }
              failing = false;
              pauseMs = config.pollIntervalMs();
              vertx.setTimer(pauseMs, timer -> next());
            },
            this::failed);
  }

  private void failed(Throwable failure) {
    intake.metrics().pollFailed();
    if (!failing) {
      // The address may hold a secret, so it is not named.
      log.warn("backend not polled cause={}", failure.getClass().getSimpleName());
    }
    failing = true;
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    vertx.setTimer(pauseMs, timer -> next());
  }

  /** Longer than a turn may take, and than the pause before it. */
  private Future<Boolean> holdsLease() {
    long leaseMs = 2 * (config.pollTimeoutMs() + pauseMs) + 5_000;
    return HOLD_LEASE
        .run(redis, List.of(Keys.POLL_LEASE), List.of(self, Long.toString(leaseMs)))
        .map(held -> held.toInteger() == 1);
  }

  private Future<Void> poll() {
    return since()
        .compose(
            since ->
                ask(since)
                    .map(body -> PollPage.of(body, since, intake::read))
                    .compose(page -> take(page, since)));
  }

  private Future<Long> since() {
    return redis
        .send(Request.cmd(Command.GET).arg(Keys.POLL_SINCE))
        .compose(
            known -> {
              if (known != null) {
                return Future.succeededFuture(known.toLong());
              }
              long nowMs = clock.millis();
              return remember(nowMs).map(nowMs);
            });
  }

  private Future<Void> remember(long since) {
    return redis.send(Request.cmd(Command.SET).arg(Keys.POLL_SINCE).arg(since)).mapEmpty();
  }

  private Future<String> ask(long since) {
    String query = url.getRawQuery();
    String separator = query == null ? "?" : "&";
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url + separator + "since=" + since)
            .setConnectTimeout(config.pollTimeoutMs())
            .setIdleTimeout(config.pollTimeoutMs());
    Future<String> answer =
        client.request(options).compose(request -> request.send().compose(Poller::body));
    return TimeLimit.of(vertx, config.pollTimeoutMs(), answer);
  }

  private static Future<String> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture(new IllegalStateException("status=" + response.statusCode()));
    }
    Promise<String> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        bytes -> {
          body.appendBuffer(bytes);
          if (body.length() > MOST_BYTES) {
            whole.tryFail(new IllegalStateException("more than " + MOST_BYTES + " bytes"));
            response.request().reset();
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(ignored -> whole.tryComplete(body.toString()));
    return whole.future();
  }

  private Future<Void> take(PollPage page, long since) {
    // What stands at the newest timestamp may come with every answer until a newer one is there.
    if (!page.refused().equals(lastRefused) && !page.refused().isEmpty()) {
      page.refused().forEach(fault -> intake.metrics().refused(Door.POLL, fault.code()));
      SubmissionVerdict.Refused first = page.refused().get(0);
      log.warn("polled events refused events={} first={}", page.refused().size(), first.message());
    }
    lastRefused = page.refused();
    return store(page, 0)
        .compose(
            ignored -> page.since() > since ? remember(page.since()) : Future.succeededFuture());
  }

  /** One by one: an event whose key came with another body must not keep the others back. */
  private Future<Void> store(PollPage page, int from) {
    if (from == page.submissions().size()) {
      return Future.succeededFuture();
    }
    return intake
        .store(Door.POLL, "", List.of(page.submissions().get(from)), null)
        .compose(
            reply ->
                reply instanceof PublishReply.Refused refused && refused.code().status() >= 500
                    ? Future.failedFuture(new IllegalStateException(refused.message()))
                    : store(page, from + 1));
  }
}
