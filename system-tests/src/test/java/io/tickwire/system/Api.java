package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The HTTP API of one process, as a client without any of our code sees it. Blocking. */
final class Api {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final HttpClient HTTP =
      HttpClient.newBuilder()
          // No upgrade to HTTP/2 in clear text: with JDK 25 an answer was once read as its frames.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final int port;
  private final @Nullable String token;

  Api(int port) {
    this(port, null);
  }

  private Api(int port, @Nullable String token) {
    this.port = port;
    this.token = token;
  }

  record Answer(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asText();
    }
  }

  /** Signs in by a dev token. */
  Api as(String user) {
    return new Api(port, post("/v1/dev/tokens", "{\"user\":\"" + user + "\"}").text("token"));
  }

  /** The same user on another gateway. */
  Api at(int otherPort) {
    return new Api(otherPort, token);
  }

  String token() {
    if (token == null) {
      throw new IllegalStateException("not signed in");
    }
    return token;
  }

  int port() {
    return port;
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  Answer patch(String path, String json) {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
  }

  /** False also when nobody listens yet. */
  boolean isOk(String path) {
    try {
      return get(path).status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** As {@link #post}; no answer in time is a 503, since what happened is not known. */
  Answer tryPost(String path, String json) {
    try {
      return post(path, json);
    } catch (UncheckedIOException e) {
      return new Answer(503, JSON.nullNode());
    }
  }

  /** As {@link #get}; no answer in time is a 503. */
  Answer tryGet(String path) {
    try {
      return get(path);
    } catch (UncheckedIOException e) {
      return new Answer(503, JSON.nullNode());
    }
  }

  /** For answers that are no JSON. */
  String text(String path) {
    try {
      return HTTP.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(15));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String body = answer.body();
      boolean json = body.startsWith("{") || body.startsWith("[");
      return new Answer(answer.statusCode(), json ? JSON.readTree(body) : JSON.nullNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
