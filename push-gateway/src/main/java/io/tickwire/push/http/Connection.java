package io.tickwire.push.http;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.Fanout;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Outbox;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.fanout.Sink;
import io.tickwire.push.market.MarketWatch;
import io.tickwire.push.market.QuoteListener;
import io.tickwire.push.profile.Profiles;
import io.tickwire.push.profile.WatchlistView;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.session.Session;
import io.tickwire.push.session.SessionAction;
import io.tickwire.push.session.SessionRules;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Shell of one session: moves messages between the socket, the session and the outbox. Confined to
 * the event loop that accepted it.
 */
final class Connection implements Sink, Departure.Leaver {
  /**
   * What the connections of one event loop share.
   *
   * @param writers makes what writes to a socket; the second argument is run when it takes more
   */
  record Surroundings(
      Context context,
      Clock clock,
      SessionRules rules,
      FanoutConfig fanoutConfig,
      Fanout fanout,
      History history,
      MarketWatch market,
      QuoteListener listener,
      EventBudgets budgets,
      BiFunction<ServerWebSocket, Runnable, SocketWriter> writers,
      WatchlistView watchlists,
      Profiles profiles,
      Audit audit,
      PushMetrics metrics) {}

  private static final int SOCKET_BUFFER_BYTES = 65_536;

  /** Time a peer has to take and answer a close frame. */
  static final int CLOSING_MS = 5_000;

  private static final Buffer NO_PAYLOAD = Buffer.buffer();

  private final ServerWebSocket socket;
  private final Surroundings around;
  private final String id;
  private final String address;
  private final SocketWriter writer;
  private final Session session;
  private final Outbox outbox;
  private final Map<String, Channel> joined = new LinkedHashMap<>();
  private final Runnable follower = this::onWatchlist;
  private String signedIn = "";
  private boolean closed;
  private boolean gone;

  /**
   * @param address of the client, behind proxies
   */
  Connection(ServerWebSocket socket, String id, String address, Surroundings around) {
    this.id = id;
    this.address = address;
    this.socket = socket;
    this.around = around;
    this.session =
        new Session(
            id, WireFormat.of(socket.subProtocol()), around.rules(), around.clock().millis());
    this.outbox = new Outbox(this, around.fanoutConfig(), around.metrics());
    socket.setWriteQueueMaxSize(SOCKET_BUFFER_BYTES);
    this.writer = around.writers().apply(socket, outbox::drained);
  }

  /**
   * @param token that came with the request
   * @param onGone is run once when the connection is over
   */
  void start(@Nullable String token, Runnable onGone) {
    socket.textMessageHandler(text -> perform(session.onText(text, nowMs())));
    socket.binaryMessageHandler(message -> perform(session.onBinary(message.getBytes(), nowMs())));
    socket.pongHandler(ignored -> session.onPong(nowMs()));
    // What breaks a connection ends it; the close handler does the rest.
    socket.exceptionHandler(this::onBroken);
    socket.closeHandler(
        ignored -> {
          gone = true;
          leaveAll();
          leaveBudget();
          onGone.run();
        });
    if (asksToRestore(socket.query())) {
      session.restore();
    }
    if (token != null) {
      perform(session.onToken(token, nowMs()));
    }
  }

  private static boolean asksToRestore(@Nullable String query) {
    return query != null && List.of(query.split("&", -1)).contains("restore=true");
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

  private void onWatchlist() {
    perform(session.onWatchlist());
  }

  /** Vert.x tells of a frame that is too long, and of fragments that add up to too much. */
  private void onBroken(Throwable cause) {
    boolean frame =
        cause instanceof CorruptedWebSocketFrameException fault
            && fault.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
    if (frame || cause instanceof IllegalStateException) {
      perform(session.close(CloseCode.TOO_BIG, "the message is too big"));
    } else if (cause instanceof MessageInflater.Unreadable) {
      perform(session.close(CloseCode.PROTOCOL_VIOLATION, "a message could not be inflated"));
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
    // What waits comes before what was missed, and not after a channel was left.
    if (actions.stream().anyMatch(Connection::changesWhatIsWanted)) {
      outbox.flushAll();
    }
    for (SessionAction action : actions) {
      if (action instanceof SessionAction.Send send) {
        note(send.frame());
        outbox.control(ServerFrames.write(send.frame()));
      } else if (action instanceof SessionAction.Ping) {
        if (isOpen() && !isFull()) {
          socket.writePing(NO_PAYLOAD);
        }
      } else if (action instanceof SessionAction.Join join) {
        join(join.subscription());
      } else if (action instanceof SessionAction.Replay replay) {
        outbox.replay(around.history().missed(replay.wanted(), replay.held()));
      } else if (action instanceof SessionAction.Restore stored) {
        restore(stored.user());
      } else if (action instanceof SessionAction.Leave leave) {
        leave(leave.channel());
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
    }
  }

  private void leaveBudget() {
    if (!signedIn.isEmpty()) {
      around.budgets().leave(signedIn);
    }
  }

  private void join(Subscription subscription) {
    Channel channel = subscription.channel();
    joined.put(channel.key(), channel);
    if (channel instanceof Channel.Watchlist list) {
      around.watchlists().follow(list.user(), follower);
      return;
    }
    around.fanout().join(outbox, subscription);
    String symbol = channel.quotedSymbol();
    if (symbol != null) {
      around
          .market()
          .watch(
              symbol,
              around.listener(),
              quote ->
                  around
                      .context()
                      .runOnContext(
                          ignored -> {
                            if (joined.containsKey(channel.key())) {
                              around.fanout().snapshot(outbox, quote);
                            }
                          }));
    }
  }

  private void leave(Channel channel) {
    joined.remove(channel.key());
    if (channel instanceof Channel.Watchlist list) {
      around.watchlists().unfollow(list.user(), follower);
      return;
    }
    boolean last = around.fanout().leave(outbox, channel);
    String symbol = channel.quotedSymbol();
    if (last && symbol != null) {
      around.market().unwatch(symbol, around.listener());
    }
  }

  private void leaveAll() {
    List.copyOf(joined.values()).forEach(this::leave);
    around.fanout().remove(outbox);
  }

  private void close(CloseCode code, String reason) {
    if (!closed) {
      closed = true;
      leaveAll();
      if (!socket.isClosed()) {
        socket.close(code.number(), reason);
        around.context().owner().setTimer(CLOSING_MS, ignored -> cut());
      }
    }
  }

  /**
   * Behind a full buffer the close frame waits for a reader that may never read, and every public
   * way to close waits behind it; closing below Vert.x's own handler does not.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // The close handler tells when it is done.
  private void cut() {
    if (!gone && socket instanceof WebSocketInternal internal) {
      internal.channelHandlerContext().close();
    }
  }

  @Override
  public boolean isFull() {
    return writer.isFull();
  }

  private boolean isOpen() {
    return !closed && !socket.isClosed();
  }

  /** A failed write means a closed socket, and the close handler tells of that. */
  @Override
  public void write(String text) {
    if (isOpen()) {
      writer.write(text);
    }
  }

  @Override
  public void write(List<Publication> events) {
    if (isOpen()) {
      writer.write(events);
    }
  }

  @Override
  public void flush() {
    writer.flush();
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
