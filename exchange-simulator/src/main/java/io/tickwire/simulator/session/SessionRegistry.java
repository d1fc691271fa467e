package io.tickwire.simulator.session;

import io.tickwire.simulator.protocol.Channel;
import io.tickwire.simulator.protocol.FrameBuffer;
import io.tickwire.simulator.protocol.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All open sessions of both halves and who listens to what. Confined to the simulator's event loop.
 */
public final class SessionRegistry {

  private static final long CLOSE_WITHIN_MS = 100;

  private final Set<Session> sessions = new LinkedHashSet<>();
  private final Map<Channel, Map<String, Set<Session>>> listeners = new EnumMap<>(Channel.class);
  private final FrameBuffer spelling = new FrameBuffer();
  private final Set<Session> unsent = new LinkedHashSet<>();
  private boolean together;

  void open(Session session) {
    sessions.add(session);
  }

  void close(Session session, Set<Topic> topics) {
    sessions.remove(session);
    silence(session, topics);
  }

  void listen(Session session, Set<Topic> topics) {
    topics.forEach(
        topic ->
            listeners
                .computeIfAbsent(topic.channel(), channel -> new HashMap<>())
                .computeIfAbsent(topic.symbol(), symbol -> new LinkedHashSet<>())
                .add(session));
  }

  void silence(Session session, Set<Topic> topics) {
    for (Topic topic : topics) {
      listeners.computeIfPresent(
          topic.channel(),
          (channel, byName) -> {
            byName.computeIfPresent(
                topic.symbol(),
                (name, open) -> open.remove(session) && open.isEmpty() ? null : open);
            return byName.isEmpty() ? null : byName;
          });
    }
  }

  /** Whether anybody listens to any topic of the channel. */
  public boolean hasListeners(Channel channel) {
    return listeners.containsKey(channel);
  }

  public boolean hasListeners(Channel channel, String name) {
    return !listeners(channel, name).isEmpty();
  }

  /**
   * Sends one frame to everybody who listens to the topic; it is only spelled out when somebody
   * does.
   *
   * @param name what the topic names after its colon
   * @param symbol what the frame is about, which faults go by
   */
  public void publish(Channel channel, String name, String symbol, Supplier<String> frame) {
    Set<Session> open = listeners(channel, name);
    if (!open.isEmpty()) {
      String text = frame.get();
      open.forEach(session -> session.sendData(symbol, text));
    }
  }

  /** As {@link #publish}, for what is sent often. */
  public void spell(Channel channel, String name, String symbol, Consumer<FrameBuffer> frame) {
    Set<Session> open = listeners(channel, name);
    if (!open.isEmpty()) {
      frame.accept(spelling.clear());
      for (Session session : open) {
        session.sendData(symbol, spelling);
      }
    }
  }

  private Set<Session> listeners(Channel channel, String name) {
    Map<String, Set<Session>> byName = listeners.get(channel);
    Set<Session> open = byName == null ? null : byName.get(name);
    return open == null ? Set.of() : open;
  }

  /** What this work sends leaves in one write for each socket, when the work is done. */
  public void together(Runnable work) {
    if (together) {
      work.run();
      return;
    }
    together = true;
    try {
      work.run();
    } finally {
      together = false;
      unsent.forEach(Session::flush);
      unsent.clear();
    }
  }

  /** A session has something to write: now, or with the rest of the work that is under way. */
  void onUnsent(Session session) {
    if (together) {
      unsent.add(session);
    } else {
      session.flush();
    }
  }

  /** Closes every session, by force where the client does not answer in time. */
  public Future<Void> closeAll(Vertx vertx) {
    if (sessions.isEmpty()) {
      return Future.succeededFuture();
    }
    sessions().forEach(Session::goAway);
    return vertx
        .timer(CLOSE_WITHIN_MS)
        .onSuccess(v -> sessions().forEach(Session::drop))
        .mapEmpty();
  }

  /** Open sessions of that address. */
  public int count(String address) {
    return (int) sessions.stream().filter(session -> session.address().equals(address)).count();
  }

  public List<Session> sessions() {
    return Collections.unmodifiableList(new ArrayList<>(sessions));
  }
}
