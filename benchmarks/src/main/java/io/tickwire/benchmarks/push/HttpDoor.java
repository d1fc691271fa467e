package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** {@code POST /v1/events} of a gateway, answered when the events are durable. */
final class HttpDoor implements EventDoor {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI events;
  private final String token;

  HttpDoor(int port, String token) {
    this.events = URI.create("http://127.0.0.1:" + port + "/v1/events");
    this.token = token;
  }

  @Override
  public void publish(List<String> batch) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(events)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[" + String.join(",", batch) + "]"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("not taken: " + answer.body());
    }
  }

  @Override
  public void close() {
    // It holds nothing that must be given back.
  }
}
