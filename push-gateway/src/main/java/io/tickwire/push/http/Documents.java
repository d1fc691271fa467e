package io.tickwire.push.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** {@code /v1/openapi.yaml} and {@code /v1/asyncapi.yaml}: what clients can rely on, as files. */
final class Documents {
  private static final String[] FILES = {"openapi.yaml", "asyncapi.yaml"};

  void register(Routes routes) {
    for (String file : FILES) {
      Answer document = new Answer(200, "application/yaml", read(file), Map.of());
      routes.on(HttpMethod.GET, "/v1/" + file, null, ignored -> Future.succeededFuture(document));
    }
  }

  private static String read(String file) {
    try (InputStream in = Documents.class.getResourceAsStream("/documents/" + file)) {
      if (in == null) {
        throw new IllegalStateException("document missing from the jar: file=" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
