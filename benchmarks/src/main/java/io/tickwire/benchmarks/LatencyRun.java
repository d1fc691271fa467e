package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long from the exchange's socket to the commit in Redis, and to the client's socket? Runs
 * against a started {@code ./tickwire up}: lets the simulator walk at a fixed rate, watches every
 * symbol, and keeps alerts armed one tick beyond the price, which the walk then fires. Latencies
 * are taken from the simulator's time of the trade; all clocks are this machine's.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.LatencyRun [seconds] [ticks/s] [port] [simulator port]
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class LatencyRun {
  private static final int WARM_UP_SECONDS = 15;
  private static final int ALERTS_PER_SECOND = 40;
  private static final List<String> SYMBOLS =
      List.of("BTC-USDT", "ETH-USDT", "XBTUSDTM", "ETHUSDTM");
  private static final Map<String, BigDecimal> TICK_SIZES =
      Map.of(
          "BTC-USDT", new BigDecimal("0.1"),
          "ETH-USDT", new BigDecimal("0.01"),
          "XBTUSDTM", new BigDecimal("0.1"),
          "ETHUSDTM", new BigDecimal("0.01"));

  private final HttpClient http = HttpClient.newHttpClient();
  private final String api;
  private final String simulator;
  private final Map<String, String> last = new ConcurrentHashMap<>();
  private final Histogram toCommit = new Histogram(60_000_000L, 3);
  private final Histogram toClient = new Histogram(60_000_000L, 3);
  private volatile boolean measuring;
  private String token = "";

  private LatencyRun(int port, int simulatorPort) {
    this.api = "http://127.0.0.1:" + port;
    this.simulator = "http://127.0.0.1:" + simulatorPort;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
    int rate = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
    int port = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8080;
    int simulatorPort = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 8090;
    new LatencyRun(port, simulatorPort).run(seconds, rate);
  }

  private void run(int seconds, int rate) throws Exception {
    token =
        post(api + "/v1/dev/tokens", "{\"user\":\"bench-" + System.nanoTime() + "\"}")
            .path("token")
            .asText();
    WebSocket socket = connect();
    socket
        .sendText("{\"type\":\"auth\",\"token\":\"" + token + "\"}", true)
        .get(5, TimeUnit.SECONDS);
    socket.sendText(subscription(), true).get(5, TimeUnit.SECONDS);
    post(
        simulator + "/sim/run",
        "{\"mode\":\"random_walk\",\"seed\":1,\"trades_per_second\":" + rate + "}");
    arm(WARM_UP_SECONDS);
    measuring = true;
    arm(seconds);
    measuring = false;
    post(simulator + "/sim/run", "{\"mode\":\"paused\"}");
    socket.abort();
    print("tick to commit", toCommit);
    print("tick to client", toClient);
  }

  private String subscription() throws IOException, InterruptedException {
    List<String> channels = new ArrayList<>(List.of("user:me"));
    for (JsonNode instrument : get(api + "/v1/symbols").path("items")) {
      channels.add("market:" + instrument.path("symbol").asText());
    }
    return Json.write(Map.of("type", "subscribe", "channels", channels));
  }

  /** Arms alerts at a fixed rate, on alternating sides of the price. */
  private void arm(int seconds) throws IOException, InterruptedException {
    long startNs = System.nanoTime();
    int total = seconds * ALERTS_PER_SECOND;
    for (int i = 0; i < total; i++) {
      long dueNs = startNs + i * 1_000_000_000L / ALERTS_PER_SECOND;
      TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
      String symbol = SYMBOLS.get(i % SYMBOLS.size());
      String price = last.get(symbol);
      if (price != null) {
        boolean above = i / SYMBOLS.size() % 2 == 0;
        BigDecimal step = TICK_SIZES.getOrDefault(symbol, BigDecimal.ONE);
        BigDecimal threshold =
            above ? new BigDecimal(price).add(step) : new BigDecimal(price).subtract(step);
        post(
            api + "/v1/triggers",
            "{\"symbol\":\""
                + symbol
                + "\",\"condition\":\""
                + (above ? "above" : "below")
                + "\",\"price\":\""
                + threshold.toPlainString()
                + "\",\"action\":{\"alert\":{\"message\":\"bench\"}}}");
      }
    }
  }

  private WebSocket connect() throws Exception {
    return http.newWebSocketBuilder()
        .buildAsync(URI.create(api.replace("http", "ws") + "/v1/ws"), new Listener())
        .get(5, TimeUnit.SECONDS);
  }

  private void onFrame(JsonNode frame, long nowUs) {
    if (frame.path("type").asText().equals("event_batch")) {
      frame.path("events").forEach(event -> onFrame(event, nowUs));
      return;
    }
    JsonNode data = frame.path("data");
    if (frame.path("type").asText().equals("quote") && data.has("last")) {
      last.put(data.path("symbol").asText(), data.path("last").asText());
    } else if (frame.path("type").asText().equals("trigger_executed")) {
      onFired(data.path("execution"), nowUs);
    }
  }

  private void onFired(JsonNode execution, long nowUs) {
    long tradedUs = execution.path("tick").path("exchange_time_ns").asLong() / 1_000;
    long armedAfterTick =
        execution.path("decided_us").asLong() - execution.path("received_us").asLong();
    // An alert that was true when it was armed fired on an older tick: that is no latency of ours.
    if (measuring && tradedUs > 0 && armedAfterTick < 1_000_000) {
      toCommit.recordValue(Math.max(0, execution.path("committed_us").asLong() - tradedUs));
      toClient.recordValue(Math.max(0, nowUs - tradedUs));
    }
  }

  private static void print(String what, Histogram us) {
    System.out.printf(
        Locale.ROOT,
        "%s: n=%d p50=%.2f ms p90=%.2f ms p99=%.2f ms max=%.2f ms%n",
        what,
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3,
        us.getMaxValue() / 1e3);
  }

  private JsonNode get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  private JsonNode post(String url, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest whole =
        request.timeout(Duration.ofSeconds(10)).header("Authorization", "Bearer " + token).build();
    String body = http.send(whole, HttpResponse.BodyHandlers.ofString()).body();
    return body.isEmpty() ? Json.tree("") : Json.read(body, JsonNode.class);
  }

  private static long epochUs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
      long nowUs = epochUs();
      message.append(data);
      if (whole) {
        onFrame(Json.read(message.toString(), JsonNode.class), nowUs);
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
