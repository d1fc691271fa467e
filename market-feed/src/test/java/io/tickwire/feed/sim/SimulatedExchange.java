package io.tickwire.feed.sim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.venue.RestCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KuCoin's side of its Classic protocol, as far as sockets go, with faults on command. It checks
 * what the exchange forbids and keeps the complaints.
 */
public final class SimulatedExchange implements SimulatedTransport.Host, SimulatedRest.Answers {
  static final int MESSAGES_PER_10_S = 100;
  private static final int CONNECTS_PER_MINUTE = 30;

  public boolean refusesConnects;
  public boolean refusesTokens;
  public boolean welcomes = true;
  public boolean acks = true;
  public boolean pongs = true;

  /** Subscribed as if nothing were wrong, and never sent. */
  public final Set<String> silentTopics = new HashSet<>();

  /** Refused with a 404 together with all that is asked for in the same message. */
  public final Set<String> unknownSymbols = new HashSet<>();

  public int topicsPerSession = 300;
  public int symbolsPerRequest = 100;

  /** Sent instead of the next ack. */
  public @Nullable String nextRefusal;

  /** Sent instead of a welcome, then the connection is cut. */
  public @Nullable String refusal;

  public final List<String> complaints = new ArrayList<>();
  public final List<Long> connectsMs = new ArrayList<>();
  final SimulatedTimers timers;
  private final List<SimulatedSession> sessions = new ArrayList<>();
  private final Set<String> tokens = new HashSet<>();
  private long tokensGiven;

  public SimulatedExchange(SimulatedTimers timers) {
    this.timers = timers;
  }

  @Override
  public JsonNode answer(RestCall<?> call) {
    if (refusesTokens) {
      throw new IllegalStateException("HTTP 503");
    }
    String token = "t" + ++tokensGiven;
    tokens.add(token);
    return Json.read(
        String.format(
            Locale.ROOT,
            "{\"token\":\"%s\",\"instanceServers\":[{\"endpoint\":\"ws://sim/\","
                + "\"protocol\":\"websocket\",\"pingInterval\":18000,\"pingTimeout\":10000}]}",
            token),
        JsonNode.class);
  }

  @Override
  public SimulatedTransport.@Nullable Guest accept(String uri, SimulatedTransport.Line line) {
    long nowMs = timers.nowMs();
    connectsMs.add(nowMs);
    long lately = connectsMs.stream().filter(atMs -> nowMs - atMs < 60_000).count();
    if (lately > CONNECTS_PER_MINUTE) {
      complain("connects within a minute: " + lately);
    }
    if (refusesConnects) {
      return null;
    }
    String token = uri.substring(uri.indexOf("token=") + 6, uri.indexOf('&'));
    if (!tokens.remove(token)) {
      complain("token used twice or never given: " + token);
    }
    SimulatedSession session = new SimulatedSession(this, line);
    sessions.add(session);
    return session;
  }

  void complain(String what) {
    complaints.add("at " + timers.nowMs() + " ms: " + what);
  }

  void forget(SimulatedSession session) {
    sessions.remove(session);
  }

  /** The open ones, oldest first. */
  public List<SimulatedSession> sessions() {
    return List.copyOf(sessions);
  }

  /** Of some session. */
  public boolean isSubscribed(String topic) {
    return sessions.stream().anyMatch(session -> session.topics().contains(topic));
  }

  /** To every session that has subscribed it, data of its topic. */
  public void publish(String topic, String frame) {
    for (SimulatedSession session : sessions()) {
      session.push(topic, frame);
    }
  }
}
