package io.tickwire.feed.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.market.Market;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.ExchangeBusyException;
import io.tickwire.feed.venue.RestCall;
import io.tickwire.feed.venue.Venue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls this feed makes to the exchange's REST API, each host within its budget and in order of
 * priority. Big answers are parsed on a worker thread; futures complete on the feed's event loop
 * and fail with one sentence that holds nothing of the answer but the exchange's own words. A call
 * that the exchange was too busy for is repeated a few times; anything else is up to the caller.
 */
public final class ExchangeRest implements VenueRest {
  private static final int BIG_BYTES = 16_384;
  private static final int ROOM_FOR_TOKENS = 4;

  private final Vertx vertx;
  private final Venue venue;
  private final RestConfig config;
  private final Timers timers;
  private final WebClient client;
  private final RestCounters counters;
  private final Map<Market, RestHost> hosts = new EnumMap<>(Market.class);

  public ExchangeRest(
      Vertx vertx, Venue venue, RestConfig config, Timers timers, MeterRegistry registry) {
    this.vertx = vertx;
    this.venue = venue;
    this.config = config;
    this.timers = timers;
    this.counters = new RestCounters(registry);
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setDecompressionSupported(true)
                .setFollowRedirects(false)
                .setConnectTimeout((int) config.timeout().toMillis()),
            new PoolOptions().setHttp1MaxSize(config.maxInFlight() + ROOM_FOR_TOKENS));
    for (Market market : Market.values()) {
      hosts.put(market, new RestHost(market, config, timers, this::send, counters, registry));
    }
  }

  @Override
  public <T> Future<T> call(RestCall<T> call, Priority priority) {
    PendingCall<T> pending = new PendingCall<>(call, priority, timers.nowMs());
    host(call.market()).submit(pending);
    return pending.promise.future();
  }

  private RestHost host(Market market) {
    RestHost host = hosts.get(market);
    if (host == null) {
      throw new AssertionError("no host: market=" + market);
    }
    return host;
  }

  private <T> void send(PendingCall<T> pending) {
    RestCall<T> call = pending.call;
    RestHost host = host(call.market());
    answer(call)
        .onComplete(
            answer -> {
              RateHeaders headers = RateHeaders.of(answer.headers());
              host.onAnswer(pending, headers);
              read(pending, answer, headers);
            },
            failure -> {
              host.onAnswer(pending, null);
              counters.count(
                  pending.name(), failure instanceof TimeoutException ? "timeout" : "failed");
              pending.fail(reason(failure));
              host.onFailed();
            });
  }

  private Future<HttpResponse<Buffer>> answer(RestCall<?> call) {
    try {
      Future<HttpResponse<Buffer>> answer =
          client
              .requestAbs(
                  HttpMethod.valueOf(call.method().name()), config.url(call.market()) + call.path())
              .timeout(config.timeout().toMillis())
              .send();
      return TimeLimit.of(vertx, config.timeout().toMillis() * 2, answer);
    } catch (RuntimeException e) {
      // The client is closed, or its Vert.x is.
      return Future.failedFuture(e);
    }
  }

  private <T> void read(
      PendingCall<T> pending, HttpResponse<Buffer> answer, @Nullable RateHeaders headers) {
    RestHost host = host(pending.call.market());
    if (answer.statusCode() == 429) {
      host.onBusy(pending, headers);
      return;
    }
    parse(pending.call, answer)
        .onComplete(
            value -> {
              counters.count(pending.name(), "ok");
              host.onSettled();
              pending.promise.tryComplete(value);
            },
            failure -> {
              if (failure instanceof ExchangeBusyException) {
                host.onBusy(pending, headers);
                return;
              }
              counters.count(pending.name(), "refused");
              pending.fail(reason(failure));
              host.onSettled();
            });
  }

  private <T> Future<T> parse(RestCall<T> call, HttpResponse<Buffer> answer) {
    Buffer body = answer.body();
    if (answer.statusCode() != 200 || body == null) {
      return Future.failedFuture(new IllegalArgumentException("HTTP " + answer.statusCode()));
    }
    byte[] bytes = body.getBytes();
    long receivedNs = timers.epochNs();
    if (bytes.length >= BIG_BYTES) {
      return vertx.executeBlocking(() -> read(call, bytes, receivedNs), false);
    }
    try {
      return Future.succeededFuture(read(call, bytes, receivedNs));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private <T> T read(RestCall<T> call, byte[] bytes, long receivedNs) {
    return call.reader().read(venue.payload(bytes), receivedNs);
  }

  /** Messages of other exceptions may quote the answer, and a token with it. */
  private static String reason(Throwable failure) {
    boolean ours = failure.getClass() == IllegalArgumentException.class;
    boolean network = failure instanceof IOException || failure instanceof TimeoutException;
    String message = failure.getMessage();
    return (ours || network) && message != null ? message : failure.getClass().getSimpleName();
  }

  public void close() {
    hosts.values().forEach(RestHost::close);
    client.close();
  }
}
