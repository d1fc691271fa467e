package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the API of a rig, as one user or as nobody; bodies are written with single quotes. */
public final class HttpClient {
  private final WebClient client;
  private final int port;
  private final @Nullable String token;

  public HttpClient(GatewayRig rig, @Nullable String token) {
    this.client = WebClient.create(rig.vertx());
    this.port = rig.port();
    this.token = token;
  }

  public HttpResponse<Buffer> call(String method, String path, @Nullable String body) {
    return call(method, path, body, Map.of());
  }

  public HttpResponse<Buffer> call(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest<Buffer> request =
        client.request(HttpMethod.valueOf(method), port, "127.0.0.1", path);
    if (token != null) {
      request.bearerTokenAuthentication(token);
    }
    headers.forEach(request::putHeader);
    return await(
        body == null ? request.send() : request.sendBuffer(Buffer.buffer(body.replace('\'', '"'))));
  }

  public HttpResponse<Buffer> get(String path) {
    return call("GET", path, null);
  }

  public HttpResponse<Buffer> post(String path, String body) {
    return call("POST", path, body);
  }

  public static JsonNode json(HttpResponse<Buffer> response) {
    return Json.read(response.bodyAsString(), JsonNode.class);
  }

  /** Checks that it is a problem as RFC 9457 has it, without a trace of the inside. */
  public static JsonNode problem(HttpResponse<Buffer> response, int status, String code) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(status);
    assertThat(response.getHeader("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = json(response);
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("type").asText()).endsWith(code);
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    assertThat(response.bodyAsString()).doesNotContain("\tat ").doesNotContain("Exception");
    return problem;
  }
}
