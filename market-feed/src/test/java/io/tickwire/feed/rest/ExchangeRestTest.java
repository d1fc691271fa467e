package io.tickwire.feed.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.venue.RestCall;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import io.tickwire.feed.vertx.VertxTimers;
import io.tickwire.testsupport.FreePort;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExchangeRestTest {
  private static final String OK = "{\"code\":\"200000\",\"data\":\"fine\"}";
  private static final String BUSY = "{\"code\":\"429000\",\"msg\":\"too many\"}";

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final KucoinVenue venue = new KucoinVenue(BigDecimal.ZERO);
  private volatile Answer answer = (request, number) -> request.response().end(OK);
  private HttpServer server;

  private interface Answer {
    void to(HttpServerRequest request, int number);
  }

  @BeforeEach
  void start() {
    server =
        TestContext.await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.add(request.uri());
                      answer.to(request, asked.size());
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    TestContext.await(vertx.close());
  }

  private ExchangeRest rest(int port, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("feed.spot-url", "http://127.0.0.1:" + port);
    return new ExchangeRest(
        vertx,
        venue,
        RestConfig.from(Settings.of(all)),
        new VertxTimers(vertx, Clock.systemUTC()),
        metrics);
  }

  private ExchangeRest rest() {
    return rest(server.actualPort(), Map.of());
  }

  private static RestCall<String> call(String path, int weight) {
    return new RestCall<>(
        RestCall.Method.GET, Market.SPOT, path, weight, (payload, ns) -> payload.asText());
  }

  /** As the feed does: on one event loop. */
  private <T> T await(ExchangeRest rest, RestCall<T> call, Priority priority) {
    Promise<T> done = Promise.promise();
    vertx.runOnContext(ignored -> rest.call(call, priority).onComplete(done));
    return TestContext.await(done.future());
  }

  private double calls(String path, String outcome) {
    return metrics.get("feed.rest.calls").tags("call", path, "outcome", outcome).counter().count();
  }

  @Test
  void answers_whenExchangeDoes() {
    assertThat(await(rest(), call("/a?symbol=BTC-USDT", 3), Priority.REPAIR)).isEqualTo("fine");
    assertThat(asked).containsExactly("/a?symbol=BTC-USDT");
    assertThat(calls("/a", "ok")).isEqualTo(1);
    assertThat(metrics.get("feed.rest.weight.used").tag("market", "spot").gauge().value())
        .isEqualTo(3);
  }

  @Test
  void asksAgain_whenExchangeIsOverloadedForAMoment() {
    answer =
        (request, number) -> {
          if (number < 3) {
            request.response().setStatusCode(429);
          }
          request.response().end(number < 4 ? BUSY : OK);
        };

    assertThat(await(rest(), call("/a", 1), Priority.REPAIR)).isEqualTo("fine");
    assertThat(asked).hasSize(4);
    assertThat(calls("/a", "limited")).isEqualTo(3);
  }

  @Test
  void givesUp_whenExchangeStaysBusy() {
    answer = (request, number) -> request.response().setStatusCode(429).end(BUSY);

    assertThatThrownBy(() -> await(rest(), call("/a", 1), Priority.REPAIR))
        .hasMessageContaining("the exchange is busy");
    assertThat(asked).hasSize(4);
  }

  @Test
  void waitsForTheNextWindow_whenBudgetIsSpent() {
    answer =
        (request, number) -> {
          request
              .response()
              .putHeader("gw-ratelimit-limit", "2000")
              .putHeader("gw-ratelimit-remaining", number == 1 ? "0" : "1999")
              .putHeader("gw-ratelimit-reset", number == 1 ? "300" : "30000");
          request.response().setStatusCode(number == 1 ? 429 : 200).end(number == 1 ? BUSY : OK);
        };

    assertThat(await(rest(), call("/a", 1), Priority.REPAIR)).isEqualTo("fine");
    assertThat(asked).hasSize(2);
    assertThat(calls("/a", "limited")).isEqualTo(1);
  }

  @Test
  void tokensPass_whenTheBudgetOfTheRestIsSpent() {
    ExchangeRest rest =
        rest(
            server.actualPort(),
            Map.of("feed.rest.weight", "60", "feed.rest.reserved", "10", "feed.rest.window", "1h"));
    await(rest, call("/a", 50), Priority.REPAIR);
    vertx.runOnContext(ignored -> rest.call(call("/waits", 1), Priority.REPAIR_ARMED));

    assertThat(await(rest, call("/token", 10), Priority.CONNECT)).isEqualTo("fine");
    assertThat(asked).containsExactly("/a", "/token");
  }

  @Test
  void refusesCalls_beyondTheBound() {
    ExchangeRest rest =
        rest(
            server.actualPort(),
            Map.of("feed.rest.max-in-flight", "1", "feed.rest.max-waiting", "1"));
    answer = (request, number) -> {};
    Promise<String> third = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          rest.call(call("/a", 1), Priority.REPAIR);
          rest.call(call("/a", 1), Priority.REPAIR);
          rest.call(call("/b", 1), Priority.REPAIR).onComplete(third);
        });

    assertThatThrownBy(() -> TestContext.await(third.future()))
        .hasMessageContaining("GET /b of spot: too many calls wait");
    assertThat(calls("/b", "dropped")).isEqualTo(1);
  }

  @Test
  void failsAtOnce_whenACallCostsMoreThanThereIs() {
    assertThatThrownBy(() -> await(rest(), call("/a", 5_000), Priority.REPAIR))
        .hasMessageContaining("weight=5000");
    assertThat(asked).isEmpty();
  }

  @Test
  void failsWithOneSentence_whenNobodyAnswers() throws IOException {
    int nobody = FreePort.find();

    assertThatThrownBy(() -> await(rest(nobody, Map.of()), call("/a", 1), Priority.REPAIR))
        .hasMessageContaining("GET /a of spot: ");
    assertThat(calls("/a", "failed")).isEqualTo(1);
  }

  @Test
  void failsInTime_whenTheAnswerDoesNotCome() {
    answer = (request, number) -> {};

    assertThatThrownBy(
            () ->
                await(
                    rest(server.actualPort(), Map.of("feed.rest.timeout", "50ms")),
                    call("/a", 1),
                    Priority.REPAIR))
        .hasMessageContaining("GET /a of spot: ");
    assertThat(calls("/a", "timeout")).isEqualTo(1);
  }

  @Test
  void failsWithTheStatus_whenThereIsNoSuchCall() {
    answer = (request, number) -> request.response().setStatusCode(404).end("{}");

    assertThatThrownBy(() -> await(rest(), call("/a", 1), Priority.REPAIR))
        .hasMessageContaining("HTTP 404");
    assertThat(calls("/a", "refused")).isEqualTo(1);
  }

  @Test
  void tellsNoToken_whenTheAnswerCannotBeRead() {
    answer =
        (request, number) ->
            request
                .response()
                .end(
                    "{\"code\":\"200000\",\"data\":{\"token\":\"s3cret\",\"instanceServers\":"
                        + "[{\"endpoint\":\"ftp://x\",\"pingInterval\":1,\"pingTimeout\":1}]}}");
    RestCall<String> broken =
        new RestCall<>(
            RestCall.Method.POST,
            Market.SPOT,
            "/token",
            10,
            (payload, ns) -> {
              throw new NumberFormatException("For input string: " + payload.path("token"));
            });

    assertThatThrownBy(() -> await(rest(), venue.grant(Market.SPOT), Priority.CONNECT))
        .hasMessageContaining("ftp://x")
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> await(rest(), broken, Priority.CONNECT))
        .hasMessageContaining("NumberFormatException")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void readsBigAnswers_offTheEventLoop() {
    answer =
        (request, number) ->
            request.response().end("{\"code\":\"200000\",\"data\":\"" + "x".repeat(20_000) + "\"}");
    RestCall<String> where =
        new RestCall<>(
            RestCall.Method.GET,
            Market.SPOT,
            "/big",
            1,
            (payload, ns) -> Thread.currentThread().getName());

    assertThat(await(rest(), where, Priority.BACKGROUND)).contains("worker");
  }

  @Test
  void failsWhatWaits_whenClosed() {
    ExchangeRest rest = rest(server.actualPort(), Map.of("feed.rest.max-in-flight", "1"));
    answer = (request, number) -> {};
    Promise<String> waiting = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          rest.call(call("/a", 1), Priority.REPAIR);
          Future<String> second = rest.call(call("/b", 1), Priority.REPAIR);
          rest.close();
          second.onComplete(waiting);
        });

    assertThatThrownBy(() -> TestContext.await(waiting.future()))
        .hasMessageContaining("the feed stops");
  }
}
