package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.RuleReply;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back for a request: a status, JSON and headers. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  static Answer ok(Object body) {
    return new Answer(200, JSON, Json.write(body), Map.of());
  }

  /**
   * @param body written already
   */
  static Answer json(String body) {
    return new Answer(200, JSON, body, Map.of());
  }

  /** A new object at that path. */
  static Answer created(Object body, String location) {
    return new Answer(201, JSON, Json.write(body), Map.of("Location", location));
  }

  /** Done, and nothing to say about it. */
  static Answer empty() {
    return new Answer(204, JSON, "", Map.of());
  }

  /** Taken; what comes of it is for others to see. */
  static Answer accepted(Object body) {
    return new Answer(202, JSON, Json.write(body), Map.of());
  }

  static Answer problem(Problem problem) {
    Map<String, String> headers =
        switch (problem.status()) {
          case 401 -> Map.of("WWW-Authenticate", "Bearer");
          case 429, 503 -> Map.of("Retry-After", Long.toString(problem.retryAfterS()));
          default -> Map.of();
        };
    return new Answer(problem.status(), "application/problem+json", problem.json(), headers);
  }

  /** The object or list that an engine gave, or its refusal. */
  static Answer of(RuleReply reply) {
    if (reply instanceof RuleReply.Refused refused) {
      return problem(Problem.of(refused));
    }
    JsonNode body = ((RuleReply.Done) reply).body();
    Answer answer = ok(body);
    return body.path("version").isIntegralNumber()
        ? answer.with("ETag", "\"" + body.path("version").asText() + "\"")
        : answer;
  }

  /**
   * @param collection path under which the new object is found by its id
   */
  static Answer created(RuleReply reply, String collection) {
    Answer answer = of(reply);
    return reply instanceof RuleReply.Done done
        ? new Answer(201, answer.contentType, answer.body, answer.headers)
            .with("Location", collection + "/" + done.body().path("id").asText())
        : answer;
  }

  private Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, more);
  }

  void send(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      end(response);
    }
  }

  /** Completes when it was written. */
  Future<Void> end(HttpServerResponse response) {
    response.setStatusCode(status);
    if (status != 204) {
      response.putHeader("Content-Type", contentType);
    }
    headers.forEach(response::putHeader);
    return response.end(body);
  }
}
