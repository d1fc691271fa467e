package io.tickwire.feed.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.RestCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * KuCoin's spot half without a network: everything happens on simulated time, out of one seed. Its
 * limits are remembered when they are broken, not only enforced.
 */
public final class SimulatedExchange {
  private static final int CONNECTS_PER_MINUTE = 30;

  /** Of so many symbols one has holes in its numbers. */
  private static final int UNNUMBERED = 4;

  private static final String MATCH = "/market/match:";
  private static final long MINUTE_MS = 60_000;
  private static final long TOKEN_MS = 24 * 3_600_000L;

  private final Timers timers;
  private final Random random;
  private final Map<String, Tape> tapes = new LinkedHashMap<>();
  private final List<SimulatedSession> sessions = new ArrayList<>();
  private final Map<String, Long> tokens = new HashMap<>();
  private final List<String> breaches = new ArrayList<>();
  private int topicLimit = 300;
  private int topicRefusals;

  /** Of a thousand data frames, that many never arrive; none where nobody could notice. */
  public int dropsPerMille;

  /** Of a hundred calls, that many fail. */
  public int restFailuresPerCent;

  /** Nobody gets in. */
  public boolean away;

  public SimulatedExchange(Timers timers, Random random, List<String> symbols) {
    this.timers = timers;
    this.random = random;
    for (String symbol : symbols) {
      tapes.put(symbol, new Tape(symbol, tapes.size() % UNNUMBERED != 0));
    }
  }

  // What the test does.

  public Tape tape(String symbol) {
    Tape tape = tapes.get(symbol);
    if (tape == null) {
      throw new AssertionError("no such symbol: " + symbol);
    }
    return tape;
  }

  public List<Tape> tapes() {
    return List.copyOf(tapes.values());
  }

  public void trade(String symbol) {
    Tape tape = tape(symbol);
    Tape.Trade trade = tape.print(timers.epochNs() / 1_000_000, random);
    for (SimulatedSession session : List.copyOf(sessions)) {
      session.data(MATCH + symbol, tape.frame(trade));
      if (trade.sequence() % 3 == 0) {
        session.data("/market/ticker:" + symbol, tape.quoteFrame(trade));
      }
    }
  }

  public List<SimulatedSession> sessions() {
    return List.copyOf(sessions);
  }

  /** Looks at every socket's idle time. */
  public void review() {
    sessions().forEach(SimulatedSession::review);
  }

  public void lowerTopicLimit(int limit) {
    topicLimit = limit;
  }

  /** How the limits of the exchange were broken; empty when all is well. */
  public List<String> breaches() {
    return breaches;
  }

  public int topicRefusals() {
    return topicRefusals;
  }

  // What sessions ask.

  public int topicLimit() {
    return topicLimit;
  }

  void refusedForTopics() {
    topicRefusals++;
  }

  void breach(String what) {
    breaches.add(what);
  }

  boolean swallows(String topic) {
    return topic.startsWith(MATCH)
        && tape(topic.substring(MATCH.length())).isNumbered()
        && random.nextInt(1_000) < dropsPerMille;
  }

  void ended(SimulatedSession session) {
    sessions.remove(session);
  }

  // What feeds ask.

  /** The way in for one feed: connects are counted by address. */
  public Door door() {
    return new Door();
  }

  /** One feed's transport and REST calls. */
  public final class Door implements Transport, VenueRest {
    private final Deque<Long> connectsMs = new ArrayDeque<>();
    private final List<SimulatedSession> opened = new ArrayList<>();
    private boolean shut;

    /** The feed behind it is dead: its connections end, and it hears nothing more. */
    public void shut() {
      shut = true;
      opened.forEach(SimulatedSession::close);
    }

    @Override
    public Connection open(String uri, long timeoutMs, Receiver receiver) {
      countConnect();
      SimulatedSession session =
          new SimulatedSession(timers, random, SimulatedExchange.this, receiver);
      Long grantedMs = tokens.remove(uri.replaceAll(".*[?&]token=([^&]*).*", "$1"));
      if (grantedMs == null || timers.nowMs() - grantedMs > TOKEN_MS) {
        breach("a token that was used before or is too old");
      }
      if (shut) {
        return session;
      }
      if (away) {
        session.cut("refused");
      } else {
        sessions.add(session);
        opened.add(session);
        session.begin();
      }
      return session;
    }

    private void countConnect() {
      long nowMs = timers.nowMs();
      connectsMs.addLast(nowMs);
      while (nowMs - connectsMs.getFirst() >= MINUTE_MS) {
        connectsMs.removeFirst();
      }
      if (connectsMs.size() > CONNECTS_PER_MINUTE) {
        breach("connects in a minute: " + connectsMs.size());
      }
    }

    @Override
    public <T> Future<T> call(RestCall<T> call, Priority priority) {
      Promise<T> answer = Promise.promise();
      timers.after(
          5 + random.nextInt(100),
          () -> {
            if (!shut) {
              answer(call, priority, answer);
            }
          });
      return answer.future();
    }

    private <T> void answer(RestCall<T> call, Priority priority, Promise<T> answer) {
      if ((away && priority == Priority.CONNECT) || random.nextInt(100) < restFailuresPerCent) {
        answer.fail("HTTP 503");
      } else {
        JsonNode payload = Json.read(payload(call.path()), JsonNode.class);
        answer.complete(call.reader().read(payload, timers.epochNs()));
      }
    }
  }

  private String payload(String path) {
    if (path.startsWith("/api/v1/bullet-public")) {
      String token = "t" + tokens.size() + "x" + random.nextInt(1_000_000);
      tokens.put(token, timers.nowMs());
      return "{\"token\":\""
          + token
          + "\",\"instanceServers\":[{\"endpoint\":\"ws://simulated/\",\"protocol\":\"websocket\","
          + "\"pingInterval\":18000,\"pingTimeout\":10000}]}";
    }
    if (path.startsWith("/api/v1/market/histories")) {
      return tape(parameter(path, "symbol")).historyJson();
    }
    if (path.startsWith("/api/v1/market/candles")) {
      return tape(parameter(path, "symbol"))
          .candlesJson(
              Long.parseLong(parameter(path, "startAt")) * 1_000,
              Long.parseLong(parameter(path, "endAt")) * 1_000);
    }
    if (path.startsWith("/api/v1/market/allTickers")) {
      return "{\"time\":1795219200000,\"ticker\":[]}";
    }
    throw new AssertionError("not simulated: " + path);
  }

  private static String parameter(String path, String name) {
    return path.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
  }
}
