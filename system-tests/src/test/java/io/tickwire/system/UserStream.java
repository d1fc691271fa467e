package io.tickwire.system;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A user's WebSocket on one gateway; keeps every event it was sent. Thread-safe. */
final class UserStream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final WebSocket socket;

  private UserStream(WebSocket.Builder builder, URI address) throws Exception {
    socket = builder.buildAsync(address, new Listener()).get(10, TimeUnit.SECONDS);
  }

  /** Connects, signs in by the first message and subscribes; returns when that is confirmed. */
  static UserStream open(Api api, String... channels) throws Exception {
    UserStream stream =
        new UserStream(
            Api.HTTP.newWebSocketBuilder(), URI.create("ws://127.0.0.1:" + api.port() + "/v1/ws"));
    stream.send("{\"type\":\"auth\",\"token\":\"" + api.token() + "\"}");
    stream.await("welcome", event -> event.path("type").asText().equals("welcome"));
    stream.send(
        "{\"type\":\"subscribe\",\"channels\":" + Api.JSON.writeValueAsString(channels) + "}");
    stream.await("subscribed", event -> event.path("type").asText().equals("subscribed"));
    return stream;
  }

  private void send(String text) throws Exception {
    socket.sendText(text, true).get(10, TimeUnit.SECONDS);
  }

  /** The first event that matches, past or to come. */
  JsonNode await(String what, Predicate<JsonNode> matches) {
    Deadline.await(what, PATIENCE, () -> find(matches) != null, () -> "got " + events);
    JsonNode found = find(matches);
    if (found == null) {
      throw new AssertionError(what);
    }
    return found;
  }

  /** Waits for an event of a type about an object. */
  JsonNode await(String type, String id) {
    return await(
        type + " of " + id,
        event ->
            event.path("type").asText().equals(type)
                && event.path("data").path("id").asText().equals(id));
  }

  /** Whether a frame that matches has come. */
  boolean has(Predicate<JsonNode> matches) {
    return find(matches) != null;
  }

  private @Nullable JsonNode find(Predicate<JsonNode> matches) {
    return events.stream().filter(matches).findFirst().orElse(null);
  }

  /** How often an event of a type about an object came. */
  long count(String type, String id) {
    return events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .filter(event -> event.path("data").path("id").asText().equals(id))
        .count();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        keep(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void keep(String text) {
      try {
        JsonNode frame = Api.JSON.readTree(text);
        List<JsonNode> all = new ArrayList<>();
        if (frame.path("type").asText().equals("event_batch")) {
          frame.path("events").forEach(all::add);
        } else {
          all.add(frame);
        }
        events.addAll(all);
      } catch (JacksonException e) {
        throw new AssertionError("not JSON: " + text, e);
      }
    }
  }
}
