package io.tickwire.push.ingest;

import static io.tickwire.push.GatewayRig.until;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.Event;
import io.tickwire.push.GatewayRig;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that is asked; it answers with all it has from a time on, that time included. */
final class PollerTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<Long> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private HttpServer backend;

  @BeforeEach
  void listen() {
    backend = await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private void answer(HttpServerRequest request) {
    long since = Long.parseLong(request.getParam("since"));
    asked.add(since);
    List<String> fresh = events.stream().filter(event -> timestamp(event) >= since).toList();
    request
        .response()
        .setStatusCode(request.getParam("secret").equals("s3cret") ? status : 401)
        .end(("{'events':[" + String.join(",", fresh) + "]}").replace('\'', '"'));
  }

  private static long timestamp(String event) {
    return Long.parseLong(event.replaceAll(".*'timestamp':(\\d+).*", "$1"));
  }

  private String event(String channel, int number, long timestamp) {
    return "{'channel':'"
        + channel
        + "','type':'note','timestamp':"
        + timestamp
        + ",'data':"
        + number
        + "}";
  }

  private GatewayRig gateway(String name) {
    return GatewayRig.start(
        REDIS.uri(),
        name,
        Map.of(
            "push.ingest.poll-url",
            "http://127.0.0.1:" + backend.actualPort() + "/changes?secret=s3cret",
            "push.ingest.poll-interval",
            "10ms"));
  }

  private static List<Integer> numbers(GatewayRig rig) {
    return rig.logged("polled").stream().map(Event::data).map(JsonNode::asInt).toList();
  }

  @Test
  void storesEachEventOnce_beyondFailures_badNeighbours_andARestart() {
    long nowMs = System.currentTimeMillis() + 1_000;
    try (GatewayRig rig = gateway("one")) {
      until(() -> !asked.isEmpty());
      events.add(event("polled", 1, nowMs));
      events.add(event("polled", 2, nowMs));
      events.add(event("market:BTC-USDT", 3, nowMs));
      until(() -> numbers(rig).size() >= 2 && asked.get(asked.size() - 1) == nowMs);
      status = 503;
      events.add(event("polled", 4, nowMs + 5));
      int before = asked.size();
      until(() -> asked.size() > before + 2);
      status = 200;
      until(() -> numbers(rig).size() >= 3);
      assertThat(rig.context().telemetry().metrics().scrape())
          .containsPattern("push_events_poll_failures_total [1-9]")
          .containsPattern("push_events_refused_total\\{door=\"poll\",reason=\"bad_request\"} ");
    }
    try (GatewayRig rig = gateway("one")) {
      int before = asked.size();
      events.add(event("polled", 5, nowMs + 9));
      until(() -> numbers(rig).size() >= 4 && asked.size() > before + 3);
      assertThat(asked.get(before)).isEqualTo(nowMs + 5);
      assertThat(numbers(rig)).containsExactly(1, 2, 4, 5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "push.ingest.poll-url, ftp://x",
    "push.ingest.poll-url, s3cret",
    "push.ingest.poll-interval, 1ms",
    "push.ingest.poll-timeout, 2h",
    "push.ingest.claim-after, 1ms",
  })
  void stopsTheStart_whenASettingCannotBe(String key, String value) {
    assertThatThrownBy(() -> IngestConfig.from(Settings.of(Map.of(key, value))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageNotContaining("s3cret");
  }
}
