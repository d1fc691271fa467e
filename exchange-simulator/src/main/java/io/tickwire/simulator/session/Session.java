package io.tickwire.simulator.session;

import io.tickwire.simulator.fault.DataPath;
import io.tickwire.simulator.fault.FaultKind;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.protocol.ClientFrame;
import io.tickwire.simulator.protocol.ClientFrameParser;
import io.tickwire.simulator.protocol.FrameBuffer;
import io.tickwire.simulator.protocol.ProtocolError;
import io.tickwire.simulator.protocol.ServerFrames;
import io.tickwire.simulator.protocol.ServerIds;
import io.tickwire.simulator.protocol.Topic;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted socket, from the upgrade to its end.
 *
 * <p>OPEN → WELCOMED: a few milliseconds after the upgrade; frames are answered before that too.
 * OPEN or WELCOMED → CLOSED: the client leaves, says nothing for the idle time, sends too much or
 * reads too little.
 *
 * <p>Confined to the simulator's event loop.
 */
public final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** Clients that attach their handler after the upgrade would miss a welcome sent with it. */
  private static final long WELCOME_DELAY_MS = 5;

  /** A client that does not answer a close frame within this time is dropped. */
  private static final long CLOSE_GRACE_MS = 1_000;

  private static final long SLOW_ACK_MS = 3_000;

  private static final short NORMAL_CLOSURE = 1000;
  private static final short GOING_AWAY = 1001;

  private final SessionEnvironment shared;
  private final Market market;
  private final ServerWebSocket socket;
  private final ClientFrameParser parser;
  private final Subscriptions subscriptions;
  private final MessagePermits permits;
  private final DataPath data;
  private final Outbox outbox;
  private final String connectionId = ServerIds.next();
  private final long openedNs = System.nanoTime();
  private long lastMessageNs = openedNs;
  private long idleTimer;
  private long lifeTimer;
  private boolean closed;

  private Session(SessionEnvironment shared, Market market, ServerWebSocket socket) {
    this.shared = shared;
    this.market = market;
    this.socket = socket;
    this.parser = new ClientFrameParser(market);
    this.subscriptions = new Subscriptions(shared.limits());
    this.permits = new MessagePermits(shared.limits().maxMessagesPer10Seconds());
    this.data = new DataPath(shared.faults(), market, connectionId, this::send);
    this.outbox = new Outbox(socket);
  }

  /**
   * Takes over an upgraded socket whose token was good; the welcome carries the client's connectId
   * or our own.
   */
  public static void open(
      SessionEnvironment shared,
      Market market,
      ServerWebSocket socket,
      @Nullable String connectId) {
    Session session = new Session(shared, market, socket);
    session.start(connectId == null ? session.connectionId : connectId);
  }

  private void start(String welcomeId) {
    shared.registry().open(this);
    socket.setWriteQueueMaxSize(shared.limits().maxQueuedBytes());
    socket.textMessageHandler(this::onText);
    socket.closeHandler(v -> onClosed());
    socket.exceptionHandler(
        e -> log.debug("socket failed connection={} cause={}", connectionId, e.toString()));
    shared.vertx().setTimer(WELCOME_DELAY_MS, t -> send(ServerFrames.welcome(welcomeId)));
    watchIdle(shared.limits().idleTimeout().toNanos());
    long lifeMs = shared.limits().connectionLife().toMillis();
    lifeTimer = shared.vertx().setTimer(lifeMs, t -> cut("old"));
    log.info("socket opened market={} connection={}", market.label(), connectionId);
  }

  private void onText(String text) {
    if (closed) {
      return;
    }
    long nowNs = System.nanoTime();
    lastMessageNs = nowNs;
    if (!permits.take(nowNs)) {
      send(ServerFrames.error(ServerIds.next(), ProtocolError.TOO_MANY_MESSAGES));
      cut("too many messages");
      return;
    }
    ClientFrame frame = parser.parse(text);
    String id = frame.id() == null ? ServerIds.next() : frame.id();
    if (frame instanceof ClientFrame.Ping) {
      send(ServerFrames.pong(id, nowUs()));
    } else if (frame instanceof ClientFrame.Subscribe subscribe) {
      onSubscribe(id, subscribe);
    } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
      subscriptions.remove(unsubscribe.topics());
      shared.registry().silence(this, unsubscribe.topics());
      ack(id, unsubscribe.wantsAck());
    } else if (frame instanceof ClientFrame.Refused refused) {
      send(ServerFrames.error(id, refused.error()));
    } else {
      throw new AssertionError(frame);
    }
  }

  private void onSubscribe(String id, ClientFrame.Subscribe subscribe) {
    Optional<ProtocolError> refusal = subscriptions.add(subscribe.topics());
    if (refusal.isPresent()) {
      send(ServerFrames.error(id, refusal.get()));
      return;
    }
    if (shared.faults().isOn(FaultKind.SLOW_ACKS, market, connectionId, System.nanoTime())) {
      shared.vertx().setTimer(SLOW_ACK_MS, t -> onAdmitted(id, subscribe));
    } else {
      onAdmitted(id, subscribe);
    }
  }

  /** The ack leaves before any data of the topic can. */
  private void onAdmitted(String id, ClientFrame.Subscribe subscribe) {
    if (!closed) {
      ack(id, subscribe.wantsAck());
      shared.registry().listen(this, subscribe.topics());
    }
  }

  private void ack(String id, boolean wanted) {
    if (wanted) {
      send(ServerFrames.ack(id));
    }
  }

  /** Sends one text frame. */
  void send(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    send(utf8, utf8.length);
  }

  private void send(byte[] utf8, int length) {
    if (closed || isStalled()) {
      return;
    }
    outbox.add(utf8, length);
    shared.registry().onUnsent(this);
  }

  /** Writes what is unsent; a reader so slow that its queue is full is cut: it delays nobody. */
  void flush() {
    // Vert.x closes the socket before it tells us.
    if (closed || socket.isClosed()) {
      outbox.discard();
      return;
    }
    outbox.flush();
    if (!socket.isClosed() && outbox.isFull()) {
      cut("slow reader");
    }
  }

  private boolean isStalled() {
    return !shared.faults().isEmpty()
        && shared.faults().isOn(FaultKind.STALL, market, connectionId, System.nanoTime());
  }

  /** Sends a frame of market data, as far as no fault is in its way. */
  void sendData(String symbol, FrameBuffer frame) {
    if (data.isClear()) {
      send(frame.bytes(), frame.length());
    } else {
      data.send(symbol, frame.toString());
    }
  }

  /** The same for a frame that is seldom sent. */
  void sendData(String symbol, String frame) {
    data.send(symbol, frame);
  }

  /** A fault: it is over, with a close frame or without one. */
  public void end(boolean politely) {
    if (politely) {
      closed = true;
      leave();
      socket.close(NORMAL_CLOSURE, "Bye");
      shared.vertx().setTimer(CLOSE_GRACE_MS, t -> drop());
    } else {
      cut("fault");
    }
  }

  private void watchIdle(long remainingNs) {
    long delayMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(remainingNs));
    idleTimer =
        shared
            .vertx()
            .setTimer(
                delayMs,
                t -> {
                  long leftNs =
                      shared.limits().idleTimeout().toNanos() - (System.nanoTime() - lastMessageNs);
                  if (!closed && leftNs <= 0) {
                    endIdle();
                  } else if (!closed) {
                    watchIdle(leftNs);
                  }
                });
  }

  private void endIdle() {
    send(ServerFrames.error(null, ProtocolError.PING_TIMEOUT));
    closed = true;
    log.info("socket idle market={} connection={}", market.label(), connectionId);
    leave();
    socket.close(NORMAL_CLOSURE, "Bye");
    shared.vertx().setTimer(CLOSE_GRACE_MS, t -> drop());
  }

  private void cut(String reason) {
    closed = true;
    log.warn("socket cut market={} connection={} reason={}", market.label(), connectionId, reason);
    // Not at once: the registry may be walking through its sessions.
    shared
        .vertx()
        .runOnContext(
            v -> {
              leave();
              drop();
            });
  }

  /**
   * The exchange goes away: a polite close frame, and {@link #drop} for those who do not answer it.
   */
  void goAway() {
    closed = true;
    socket.close(GOING_AWAY);
  }

  void drop() {
    AbruptDrop.of(socket);
  }

  private void leave() {
    shared.vertx().cancelTimer(idleTimer);
    shared.vertx().cancelTimer(lifeTimer);
    shared.registry().close(this, subscriptions.topics());
  }

  private void onClosed() {
    closed = true;
    outbox.discard();
    leave();
    log.info("socket closed market={} connection={}", market.label(), connectionId);
  }

  private long nowUs() {
    Instant now = shared.clock().instant();
    return Math.addExact(
        Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1_000L);
  }

  public String connectionId() {
    return connectionId;
  }

  String address() {
    return socket.remoteAddress().hostAddress();
  }

  public Market market() {
    return market;
  }

  public Set<Topic> topics() {
    return subscriptions.topics();
  }

  public long ageMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - openedNs);
  }

  /** Milliseconds since the client last said something; since the upgrade when it never did. */
  public long quietMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastMessageNs);
  }
}
