package io.tickwire.simulator.protocol;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client said. {@code id} is whatever it sent, as text; null when it sent none. */
public sealed interface ClientFrame {

  @Nullable String id();

  record Ping(@Nullable String id) implements ClientFrame {}

  /** {@code wantsAck} is the client's {@code response} flag. */
  record Subscribe(@Nullable String id, Set<Topic> topics, boolean wantsAck)
      implements ClientFrame {

    public Subscribe {
      topics = Set.copyOf(topics);
    }
  }

  record Unsubscribe(@Nullable String id, Set<Topic> topics, boolean wantsAck)
      implements ClientFrame {

    public Unsubscribe {
      topics = Set.copyOf(topics);
    }
  }

  /** A frame that cannot be followed; the socket stays open. */
  record Refused(@Nullable String id, ProtocolError error) implements ClientFrame {}
}
