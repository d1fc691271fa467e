package io.tickwire.common.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AdminServerTest {
  private final Telemetry telemetry = Telemetry.create();

  @Test
  void isReadyOnlyWhileEveryConditionHolds(Vertx vertx, VertxTestContext test) {
    AtomicBoolean redis = new AtomicBoolean();
    telemetry.health().require("redis", redis::get);
    telemetry.health().require("cluster", () -> true);
    get(vertx, "/readyz")
        .compose(
            first -> {
              test.verify(() -> assertThat(first.status).isEqualTo(503));
              test.verify(() -> assertThat(first.body).contains("\"redis\":false"));
              redis.set(true);
              return get(vertx, "/readyz");
            })
        .compose(
            second -> {
              test.verify(() -> assertThat(second.status).isEqualTo(200));
              telemetry.health().drain();
              return get(vertx, "/readyz");
            })
        .onComplete(
            test.succeeding(
                third -> {
                  test.verify(() -> assertThat(third.status).isEqualTo(503));
                  test.completeNow();
                }));
  }

  @Test
  void holdsOnlyIfAllHold_whenRoomsRequireTheSameName() {
    telemetry.health().require("instruments", () -> false);
    telemetry.health().require("instruments", () -> true);
    assertThat(telemetry.health().isReady()).isFalse();
    assertThat(telemetry.health().conditions()).containsEntry("instruments", false);
  }

  @Test
  void showsMetricsAndStatistics(Vertx vertx, VertxTestContext test) {
    telemetry.metrics().counter("feed_reconnects_total").increment();
    telemetry.stats().section("feed", () -> Map.of("sockets", 3));
    get(vertx, "/metrics")
        .compose(
            metrics -> {
              test.verify(() -> assertThat(metrics.body).contains("feed_reconnects_total 1.0"));
              return get(vertx, "/stats");
            })
        .compose(
            stats -> {
              test.verify(() -> assertThat(stats.body).isEqualTo("{\"feed\":{\"sockets\":3}}"));
              return get(vertx, "/livez");
            })
        .onComplete(
            test.succeeding(
                live -> {
                  test.verify(() -> assertThat(live.status).isEqualTo(200));
                  test.completeNow();
                }));
  }

  @Test
  void namesThePortAndItsSetting_whenItIsTaken(Vertx vertx, VertxTestContext context)
      throws IOException {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    AdminServer.listen(vertx, "127.0.0.1", taken.getLocalPort(), telemetry)
        .onComplete(
            context.failing(
                failure ->
                    context.verify(
                        () -> {
                          assertThat(failure)
                              .hasMessageContaining("admin port " + taken.getLocalPort())
                              .hasMessageContaining("TICKWIRE_ADMIN_PORT");
                          taken.close();
                          context.completeNow();
                        })));
  }

  private record Answer(int status, String body) {}

  private Future<Answer> get(Vertx vertx, String path) {
    return AdminServer.listen(vertx, "127.0.0.1", 0, telemetry)
        .compose(
            server ->
                vertx
                    .createHttpClient()
                    .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path))
        .compose(request -> request.send().compose(AdminServerTest::answer));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response
        .body()
        .map(Buffer::toString)
        .map(body -> new Answer(response.statusCode(), body));
  }
}
