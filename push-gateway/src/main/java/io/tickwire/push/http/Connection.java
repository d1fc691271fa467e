package io.tickwire.push.http;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.Fanout;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Outbox;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.fanout.Sink;
import io.tickwire.push.identity.Identity;
import io.tickwire.push.profile.Profiles;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.session.Session;
import io.tickwire.push.session.SessionAction;
import io.tickwire.push.session.SessionRules;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;
import io.vertx.core.Context;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shell of one session: moves messages between the socket, the session and the outbox. Confined to
 * the event loop that accepted it.
 */
final class Connection
    implements Sink, Departure.Leaver, PushSocket.Listener, JoinedChannels.Receiver {
  /** What the connections of one event loop share. */
  record Surroundings(
      Context context,
      Clock clock,
      FanoutConfig fanoutConfig,
      Fanout fanout,
      History history,
      JoinedChannels.Sources sources,
      EventBudgets budgets,
      Identity identity,
      Profiles profiles,
      Audit audit,
      PushMetrics metrics) {}

  private final PushSocket socket;
  private final Surroundings around;
  private final String id;
  private final String address;
  private final Session session;
  private final Outbox outbox;
  private final JoinedChannels joined;
  private Runnable onGone = () -> {};
  private String signedIn = "";

  /** What the audit log was just told: an error and the closing that follows it are one refusal. */
  private String refusal = "";

  private boolean closed;
  private boolean gone;

  /**
   * @param address of the client, behind proxies
   */
  Connection(
      PushSocket socket, String id, String address, SessionRules rules, Surroundings around) {
    this.id = id;
    this.address = address;
    this.socket = socket;
    this.around = around;
    this.session = new Session(id, socket.format(), rules, around.clock().millis());
    this.joined = new JoinedChannels(around.sources(), this, this::onWatchlist);
    this.outbox =
        new Outbox(this, around.fanoutConfig(), around.metrics(), around.fanout().nextPhase());
  }

  /**
   * @param restores what its user has stored
   * @param token that came with the request
   * @param whenGone is run once when the connection is over
   */
  void start(boolean restores, @Nullable String token, Runnable whenGone) {
    onGone = whenGone;
    socket.listen(this);
    if (restores) {
      session.restore();
    }
    if (token != null) {
      perform(session.onToken(token, nowMs()));
    }
  }

  @Override
  public void onText(String message) {
    perform(session.onText(message, nowMs()));
  }

  @Override
  public void onBinary(byte[] message) {
    perform(session.onBinary(message, nowMs()));
  }

  @Override
  public void onPong() {
    session.onPong(nowMs());
  }

  @Override
  public void onDrained() {
    outbox.drained();
  }

  @Override
  public void onClosed() {
    gone = true;
    leaveAll();
    leaveBudget();
    onGone.run();
  }

  private void restore(String user) {
    around
        .profiles()
        .preferences(user)
        .onComplete(
            stored ->
                around
                    .context()
                    .runOnContext(
                        ignored ->
                            perform(session.onRestored(stored.path("subscriptions"), nowMs()))),
            failure ->
                around
                    .context()
                    .runOnContext(
                        ignored ->
                            perform(
                                session.onNothingRestored(
                                    "stored subscriptions cannot be read now", nowMs()))));
  }

  private void lookUpKeys() {
    around
        .identity()
        .refreshKeys()
        .onComplete(ignored -> around.context().runOnContext(looked -> onKeys()));
  }

  /** Of one who has left meanwhile, nothing may be counted any more. */
  private void onKeys() {
    if (!gone) {
      perform(session.onKeys(nowMs()));
    }
  }

  private void onWatchlist() {
    perform(session.onWatchlist());
  }

  /** Netty tells of a frame that is too long, Vert.x of fragments that add up to too much. */
  @Override
  public void onBroken(Throwable cause) {
    boolean frame =
        cause instanceof CorruptedWebSocketFrameException fault
            && fault.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    if (frame || cause instanceof IllegalStateException) {
      perform(session.close(CloseCode.TOO_BIG, "the message is too big"));
    } else if (cause instanceof MessageInflater.Unreadable) {
      perform(session.close(CloseCode.PROTOCOL_VIOLATION, "a message could not be inflated"));
    } else if (cause instanceof CorruptedWebSocketFrameException) {
      perform(session.close(CloseCode.PROTOCOL_VIOLATION, "what came is no WebSocket frame"));
    }
  }

  void onTime(long nowMs) {
    perform(session.onTime(nowMs));
  }

  /** What waits leaves first. */
  @Override
  public void drain(long afterMs) {
    if (closed) {
      return;
    }
    outbox.flushAll();
    outbox.control(ServerFrames.write(new ServerFrame.Reconnect(afterMs, "draining")));
    perform(session.close(CloseCode.DRAINING, "draining"));
  }

  private static boolean changesWhatIsWanted(SessionAction action) {
    return action instanceof SessionAction.Replay || action instanceof SessionAction.Leave;
  }

  private void perform(List<SessionAction> actions) {
    if (actions.isEmpty()) {
      return;
    }
    refusal = "";
    // What waits comes before what was missed, and not after a channel was left.
    if (actions.stream().anyMatch(Connection::changesWhatIsWanted)) {
      outbox.flushAll();
    }
    for (SessionAction action : actions) {
      if (action instanceof SessionAction.Send send) {
        note(send.frame());
        outbox.control(ServerFrames.write(send.frame()));
      } else if (action instanceof SessionAction.Limited limited) {
        around.metrics().limited(limited.limit());
        tellOfRefusal(limited.limit().reason());
      } else if (action instanceof SessionAction.Ping) {
        if (isOpen() && !isFull()) {
          socket.ping();
        }
      } else if (action instanceof SessionAction.Join join) {
        joined.join(join.subscription());
      } else if (action instanceof SessionAction.Replay replay) {
        outbox.replay(around.history().missed(replay.wanted(), replay.held()));
      } else if (action instanceof SessionAction.Restore stored) {
        restore(stored.user());
      } else if (action instanceof SessionAction.LookUpKeys) {
        lookUpKeys();
      } else if (action instanceof SessionAction.Leave leave) {
        joined.leave(leave.channel());
      } else if (action instanceof SessionAction.Close close) {
        close(close.code(), close.reason());
      } else {
        throw new AssertionError("an action nobody performs: " + action);
      }
    }
  }

  private void note(ServerFrame frame) {
    if (frame instanceof ServerFrame.Welcome welcome && signedIn.isEmpty() && !gone) {
      signedIn = welcome.user();
      outbox.limit(around.budgets().enter(signedIn));
      around.audit().connected(signedIn, address, id, "websocket");
    } else if (frame instanceof ServerFrame.Subscribed reply) {
      around.audit().subscribed(signedIn, id, reply.names(), reply.rejectedNames());
      around.metrics().subscribed(session.subscriptions());
    } else if (frame instanceof ServerFrame.Failure failure) {
      note(failure);
    }
  }

  private void note(ServerFrame.Failure failure) {
    if (failure.code() == ErrorCode.UNAUTHENTICATED || failure.code() == ErrorCode.FORBIDDEN) {
      tellOfRefusal(failure.message());
    }
  }

  /** Who is turned away by the door, with the socket closed by it, is told of there. */
  private void tellOfRefusal(String reason) {
    if (isOpen() && !reason.equals(refusal)) {
      refusal = reason;
      around.audit().refused(signedIn, address, PushLoop.SOCKET_PATH, reason);
    }
  }

  private void leaveBudget() {
    if (!signedIn.isEmpty()) {
      around.budgets().leave(signedIn);
    }
  }

  @Override
  public void join(Subscription subscription) {
    around.fanout().join(outbox, subscription);
  }

  @Override
  public boolean leave(Channel channel) {
    return around.fanout().leave(outbox, channel);
  }

  @Override
  public void snapshot(Publication quote) {
    around.fanout().snapshot(outbox, quote);
  }

  private void leaveAll() {
    session.end();
    joined.leaveAll();
    around.fanout().remove(outbox);
  }

  private void close(CloseCode code, String reason) {
    if (!closed) {
      if (code == CloseCode.UNAUTHENTICATED
          || code == CloseCode.FORBIDDEN
          || code == CloseCode.TOO_MANY_CONNECTIONS
          || code == CloseCode.PROTOCOL_VIOLATION) {
        tellOfRefusal(reason);
      }
      closed = true;
      leaveAll();
      socket.close(code, reason);
    }
  }

  @Override
  public boolean isFull() {
    return socket.isFull();
  }

  private boolean isOpen() {
    return !closed && !socket.isClosed();
  }

  /** A failed write means a closed socket, and the close handler tells of that. */
  @Override
  public void write(String text) {
    if (isOpen()) {
      socket.write(text);
    }
  }

  @Override
  public void write(List<Publication> events) {
    if (isOpen()) {
      socket.write(events);
    }
  }

  /** Comes in the middle of a delivery to many, which must go on. */
  @Override
  public void overflow() {
    around
        .context()
        .runOnContext(
            ignored -> perform(session.close(CloseCode.TOO_SLOW, "the reader is too slow")));
  }

  private long nowMs() {
    return around.clock().millis();
  }
}
