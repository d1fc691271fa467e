package io.tickwire.push.stream;

import com.fasterxml.jackson.core.JsonParser;
import io.tickwire.common.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes Server-Sent Events. Pure. */
public final class SseText {
  private SseText() {}

  /**
   * @param id where the client will go on when it comes back; null leaves it where it was
   * @param data JSON in one line
   */
  public static String event(@Nullable String id, String type, String data) {
    return (id == null ? "" : "id: " + line(id) + "\n")
        + "event: "
        + line(type)
        + "\ndata: "
        + line(data)
        + "\n\n";
  }

  /** What clients do not see, and what shows that the connection lives. */
  public static String comment(String text) {
    return ": " + line(text) + "\n\n";
  }

  /** How long a client waits before it comes back. */
  public static String retry(long afterMs) {
    return "retry: " + afterMs + "\n\n";
  }

  /** The type of an event, which comes first in its JSON. */
  public static String type(String event) {
    try (JsonParser parser = Json.mapper().createParser(event)) {
      parser.nextToken();
      String first = parser.nextFieldName();
      String type = "type".equals(first) ? parser.nextTextValue() : null;
      if (type == null) {
        throw new IllegalArgumentException("an event that does not begin with its type");
      }
      return type;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line break would begin a field of its own. */
  private static String line(String text) {
    return text.replace('\r', ' ').replace('\n', ' ');
  }
}
