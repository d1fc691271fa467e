package io.tickwire.push.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says. The id, a string or a number, comes back in the reply. */
public sealed interface ClientFrame {
  @Nullable JsonNode id();

  record Auth(@Nullable JsonNode id, String token) implements ClientFrame {
    /** Tokens appear in no log. */
    @Override
    public String toString() {
      return "Auth[id=" + id + "]";
    }
  }

  record Subscribe(@Nullable JsonNode id, List<ChannelRequest> channels) implements ClientFrame {
    public Subscribe {
      channels = List.copyOf(channels);
    }
  }

  /**
   * @param channels null means all
   */
  record Unsubscribe(@Nullable JsonNode id, @Nullable List<String> channels)
      implements ClientFrame {
    public Unsubscribe {
      channels = channels == null ? null : List.copyOf(channels);
    }
  }

  record Ping(@Nullable JsonNode id) implements ClientFrame {}

  /**
   * Not a message of this protocol.
   *
   * @param message what is wrong, for the client
   */
  record Malformed(@Nullable JsonNode id, String message) implements ClientFrame {}
}
