package io.tickwire.feed.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.VenueInstruments;
import io.tickwire.feed.venue.kucoin.InstrumentRows;
import io.tickwire.feed.venue.kucoin.RestAnswers;
import io.tickwire.feed.venue.kucoin.SeedRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The calls this feed makes to the exchange's REST API. Answers of megabytes are parsed on a worker
 * thread; futures complete on the caller's context and fail with one sentence. Nothing is retried
 * here.
 */
public final class ExchangeRest {
  private static final long NS_PER_S = 1_000_000_000;

  private final Vertx vertx;
  private final WebClient client;
  private final RestConfig config;
  private final Clock clock;

  public ExchangeRest(Vertx vertx, RestConfig config, Clock clock) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions()
                .setDecompressionSupported(true)
                .setFollowRedirects(false)
                .setConnectTimeout((int) config.timeout().toMillis()));
  }

  /** A new leave to connect, never one that was given before. */
  public Future<ConnectGrant> grant(Market market) {
    return call(HttpMethod.POST, market, "/api/v1/bullet-public", RestAnswers::grant);
  }

  public Future<VenueInstruments> instruments(Market market) {
    return market == Market.SPOT
        ? call(
            HttpMethod.GET,
            market,
            "/api/v2/symbols",
            data -> InstrumentRows.spot(data, config.spotTakerFee()))
        : call(HttpMethod.GET, market, "/api/v1/contracts/active", InstrumentRows::futures);
  }

  /** The last quote of every symbol of the market. */
  public Future<Map<String, Tick>> quotes(Market market) {
    return market == Market.SPOT
        ? call(
            HttpMethod.GET,
            market,
            "/api/v1/market/allTickers",
            data -> SeedRows.spotQuotes(data, epochNs()))
        : call(
            HttpMethod.GET,
            market,
            "/api/v1/allTickers",
            data -> SeedRows.futuresQuotes(data, epochNs()));
  }

  /** The mark price of every contract; nothing on spot. */
  public Future<Map<String, Tick>> marks(Market market) {
    return market == Market.SPOT
        ? Future.succeededFuture(new HashMap<>())
        : call(
            HttpMethod.GET,
            market,
            "/api/v1/contracts/active",
            data -> SeedRows.futuresMarks(data, epochNs()));
  }

  private <T> Future<T> call(
      HttpMethod method, Market market, String path, Function<JsonNode, T> reader) {
    return client
        .requestAbs(method, config.url(market) + path)
        .timeout(config.timeout().toMillis())
        .send()
        .timeout(config.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
        .compose(
            answer -> vertx.executeBlocking(() -> reader.apply(RestAnswers.data(body(answer)))))
        .recover(
            failure ->
                Future.failedFuture(
                    new IllegalStateException(
                        method
                            + " "
                            + path
                            + " of "
                            + market.wireName()
                            + ": "
                            + failure.getMessage(),
                        failure)));
  }

  private static byte[] body(HttpResponse<Buffer> answer) {
    Buffer body = answer.body();
    if (answer.statusCode() != 200 || body == null) {
      throw new IllegalArgumentException("HTTP " + answer.statusCode());
    }
    return body.getBytes();
  }

  private long epochNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * NS_PER_S + now.getNano();
  }

  public void close() {
    client.close();
  }
}
