package io.tickwire.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long from the start of the process to the first price pushed to a client, and how much memory
 * does the idle process hold? Starts the standalone's runnable jar from an empty folder, several
 * times.
 *
 * <pre>
 * java -cp benchmarks/target/*-runnable.jar io.tickwire.benchmarks.StartRun JAR [times] [idle seconds]
 * </pre>
 */
@SuppressWarnings("SystemOut") // What a command prints is its result.
public final class StartRun {
  private static final long GIVE_UP_NS = TimeUnit.SECONDS.toNanos(60);
  private static final String API = "127.0.0.1:8080";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private StartRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath();
    int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    int idleSeconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
    double[] seconds = new double[times];
    List<String> memory = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Path folder = Files.createTempDirectory("tickwire-start");
      long startNs = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-jar",
                  jar.toString(),
                  "up")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      try {
        firstPush(startNs);
        seconds[i] = (System.nanoTime() - startNs) / 1e9;
        if (i == times - 1) {
          TimeUnit.SECONDS.sleep(idleSeconds);
          memory.add(residentMemory(process.pid()));
        }
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "start to first push: n=%d min=%.2f s median=%.2f s max=%.2f s%nidle for %d s: %s%n",
        times,
        seconds[0],
        seconds[times / 2],
        seconds[times - 1],
        idleSeconds,
        memory);
  }

  private static void firstPush(long startNs) throws Exception {
    String token = token(startNs);
    CompletableFuture<Void> quote = new CompletableFuture<>();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(URI.create("ws://" + API + "/v1/ws?token=" + token), new Listener(quote))
            .get(5, TimeUnit.SECONDS);
    while (!quote.isDone()) {
      // Before the instruments are there the channel is unknown: ask until it is not.
      socket
          .sendText("{\"type\":\"subscribe\",\"channels\":[\"market:BTC-USDT\"]}", true)
          .get(5, TimeUnit.SECONDS);
      TimeUnit.MILLISECONDS.sleep(50);
      giveUpAfter(startNs);
    }
    socket.abort();
  }

  private static String token(long startNs) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + API + "/v1/dev/tokens"))
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"bench\"}"))
            .build();
    while (true) {
      try {
        String body = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return Json.read(body, JsonNode.class).path("token").asText();
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(20);
        giveUpAfter(startNs);
      }
    }
  }

  private static void giveUpAfter(long startNs) {
    if (System.nanoTime() - startNs > GIVE_UP_NS) {
      throw new IllegalStateException("no push within 60 s");
    }
  }

  private static String residentMemory(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .findFirst()
        .orElse("VmRSS: unknown");
  }

  private static final class Listener implements WebSocket.Listener {
    private final CompletableFuture<Void> quote;
    private final StringBuilder message = new StringBuilder();

    Listener(CompletableFuture<Void> quote) {
      this.quote = quote;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
      message.append(data);
      if (whole) {
        if (message.indexOf("\"quote\"") >= 0) {
          quote.complete(null);
        }
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
