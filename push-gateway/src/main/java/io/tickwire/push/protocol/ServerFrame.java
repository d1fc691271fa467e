package io.tickwire.push.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gateway says. Each record holds the fields of its message; {@link #type} names it. */
public sealed interface ServerFrame {
  String type();

  /**
   * @param heartbeat milliseconds between two heartbeats
   */
  record Welcome(
      @Nullable JsonNode id, String connectionId, String user, long heartbeat, Limits limits)
      implements ServerFrame {
    @Override
    public String type() {
      return "welcome";
    }
  }

  /**
   * @param maxMessagesPerSecond from the client, 0 for no limit
   * @param maxUserSubscriptions of all connections of a user, 0 for no limit
   * @param maxUserMessagesPerSecond and requests of all connections of a user, 0 for no limit
   * @param maxEventsPerSecond to all connections of a user, 0 for no limit
   * @param batchMs default batch window
   */
  record Limits(
      int maxMessageBytes,
      int maxSubscriptions,
      int maxMessagesPerSecond,
      int maxUserSubscriptions,
      int maxUserMessagesPerSecond,
      int maxEventsPerSecond,
      int queueBytes,
      long batchMs) {}

  record Subscribed(
      @Nullable JsonNode id, List<SubscribedChannel> channels, List<RejectedChannel> rejected)
      implements ServerFrame {
    public Subscribed {
      channels = List.copyOf(channels);
      rejected = List.copyOf(rejected);
    }

    /** Of the channels that it has now; the method is no field of the message. */
    public List<String> names() {
      return channels.stream().map(SubscribedChannel::channel).toList();
    }

    public List<String> rejectedNames() {
      return rejected.stream().map(RejectedChannel::channel).toList();
    }

    @Override
    public String type() {
      return "subscribed";
    }
  }

  /**
   * @param channel the name events will carry
   * @param requested what the client called it, when that differs
   * @param offset where the log of events stands; absent for channels without history
   * @param recovered whether everything after {@code since} follows
   */
  record SubscribedChannel(
      String channel, @Nullable String requested, @Nullable String offset, boolean recovered) {}

  record RejectedChannel(String channel, ErrorCode code, String message) {}

  record Unsubscribed(@Nullable JsonNode id, List<String> channels) implements ServerFrame {
    public Unsubscribed {
      channels = List.copyOf(channels);
    }

    @Override
    public String type() {
      return "unsubscribed";
    }
  }

  /** An event; its type is its own. */
  record Event(
      String type,
      String channel,
      long timestamp,
      JsonNode data,
      @Nullable JsonNode attributes,
      @Nullable String offset)
      implements ServerFrame {}

  record Lagged(String channel, long missed) implements ServerFrame {
    @Override
    public String type() {
      return "lagged";
    }
  }

  record Heartbeat(long timestamp, long interval) implements ServerFrame {
    @Override
    public String type() {
      return "heartbeat";
    }
  }

  record Pong(@Nullable JsonNode id, long timestamp) implements ServerFrame {
    @Override
    public String type() {
      return "pong";
    }
  }

  /**
   * @param expiresIn seconds
   */
  record AuthExpiring(long expiresIn) implements ServerFrame {
    @Override
    public String type() {
      return "auth_expiring";
    }
  }

  record Failure(@Nullable JsonNode id, ErrorCode code, String message) implements ServerFrame {
    @Override
    public String type() {
      return "error";
    }
  }

  record Reconnect(long afterMs, String reason) implements ServerFrame {
    @Override
    public String type() {
      return "reconnect";
    }
  }
}
