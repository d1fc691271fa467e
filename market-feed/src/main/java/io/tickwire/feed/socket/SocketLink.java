package io.tickwire.feed.socket;

import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.VenueFrame;
import io.tickwire.feed.venue.kucoin.FrameParser;
import io.tickwire.feed.venue.kucoin.Requests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its first byte to its end; a new one is made for every attempt, so nothing
 * that arrives late can touch its successor. Confined to one event loop. Whatever goes wrong ends
 * it, once, through {@link Owner#onEnd}.
 */
final class SocketLink {
  /** Who made the connection. */
  interface Owner {
    void onLive();

    void onFrame(VenueFrame frame);

    /** How many topics the exchange has acknowledged by now. */
    void onAcknowledged(int count);

    /** Over, for that reason; {@code late} when the exchange asks for patience. */
    void onEnd(String reason, boolean late);
  }

  private static final Logger log = LoggerFactory.getLogger(SocketLink.class);
  private static final long RECONCILE_MS = 250;
  private static final long RETRY_MS = 5_000;
  private static final long SHELVE_MS = 60_000;
  private static final long NS_PER_S = 1_000_000_000;

  private final Vertx vertx;
  private final Clock clock;
  private final SocketConfig config;
  private final ConnectGrant grant;
  private final String connectId;
  private final Subscriptions subscriptions;
  private final Owner owner;
  private final ClientWebSocket webSocket;
  private final FrameParser parser;
  private final MessageBudget budget = new MessageBudget();
  private final List<Long> timers = new ArrayList<>();
  private boolean connected;
  private boolean welcomed;
  private boolean ended;
  private long lastInboundMs;
  private long pings;
  private @Nullable String unansweredPing;

  /**
   * @param connectId names the connection at the exchange
   */
  SocketLink(
      Vertx vertx,
      WebSocketClient client,
      Clock clock,
      SocketConfig config,
      ConnectGrant grant,
      String connectId,
      Subscriptions subscriptions,
      Owner owner) {
    this.vertx = vertx;
    this.clock = clock;
    this.config = config;
    this.grant = grant;
    this.connectId = connectId;
    this.subscriptions = subscriptions;
    this.owner = owner;
    this.webSocket = client.webSocket();
    this.parser = new FrameParser(subscriptions::topic);
  }

  void open() {
    long timeoutMs = config.connectTimeout().toMillis();
    after(timeoutMs, () -> endUnlessWelcomed(timeoutMs));
    webSocket.textMessageHandler(this::onText);
    webSocket.exceptionHandler(failure -> end("failed: " + failure.getMessage(), false));
    webSocket.closeHandler(ignored -> end("closed: code=" + webSocket.closeStatusCode(), false));
    webSocket
        .connect(new WebSocketConnectOptions().setAbsoluteURI(uri()).setTimeout(timeoutMs))
        .onComplete(ignored -> closeIfEnded(), failure -> end(unreachable(failure), false));
  }

  /** A connection that came up after we gave up on it would stay for ever. */
  private void closeIfEnded() {
    connected = true;
    if (ended) {
      webSocket.close();
    }
  }

  private static String unreachable(Throwable failure) {
    return "cannot connect: " + failure.getMessage();
  }

  private String uri() {
    String endpoint = grant.endpoint();
    return endpoint
        + (endpoint.indexOf('?') < 0 ? "?" : "&")
        + "token="
        + URLEncoder.encode(grant.token(), StandardCharsets.UTF_8)
        + "&connectId="
        + connectId;
  }

  private void onText(String text) {
    if (ended) {
      return;
    }
    lastInboundMs = nowMs();
    VenueFrame frame = parser.parse(text, epochNs());
    if (frame instanceof VenueFrame.Welcome) {
      onWelcome();
    } else if (frame instanceof VenueFrame.Ack ack) {
      subscriptions.acknowledged(ack.id());
      owner.onAcknowledged(subscriptions.acknowledged());
      reconcile();
    } else if (frame instanceof VenueFrame.Pong pong) {
      if (pong.id().equals(unansweredPing)) {
        unansweredPing = null;
      }
    } else if (frame instanceof VenueFrame.Failure failure) {
      onFailure(failure);
    } else {
      owner.onFrame(frame);
    }
  }

  private void onWelcome() {
    if (welcomed) {
      return;
    }
    welcomed = true;
    every(grant.pingIntervalMs(), this::ping);
    every(RECONCILE_MS, this::reconcile);
    owner.onLive();
    reconcile();
  }

  /** Sends what separates the desired from the acknowledged topics. */
  void reconcile() {
    if (!welcomed || ended) {
      return;
    }
    long nowMs = nowMs();
    int late = subscriptions.expire(nowMs);
    if (late > 0) {
      log.warn("acks are late, asking again connection={} requests={}", connectId, late);
    }
    for (Subscriptions.Request request : subscriptions.due(nowMs, budget.left(nowMs))) {
      budget.spend(nowMs);
      send(
          request.subscribe()
              ? Requests.subscribe(request.id(), request.channel(), request.symbols())
              : Requests.unsubscribe(request.id(), request.channel(), request.symbols()));
    }
  }

  /** On a fixed timer: the exchange cuts a client that says nothing, however much it sends. */
  private void ping() {
    long silentMs = nowMs() - lastInboundMs;
    if (silentMs > grant.pingIntervalMs() + grant.pingTimeoutMs()) {
      end("stale: nothing arrived for " + silentMs + " ms", false);
      return;
    }
    String id = "ping-" + ++pings;
    if (unansweredPing == null) {
      unansweredPing = id;
      after(grant.pingTimeoutMs(), () -> endUnlessAnswered(id));
    }
    send(Requests.ping(id));
  }

  private void endUnlessAnswered(String ping) {
    if (ping.equals(unansweredPing)) {
      end("stale: no pong within " + grant.pingTimeoutMs() + " ms", false);
    }
  }

  private void endUnlessWelcomed(long timeoutMs) {
    if (!welcomed) {
      end("no welcome within " + timeoutMs + " ms", false);
    }
  }

  private void onFailure(VenueFrame.Failure failure) {
    String id = failure.id();
    ErrorReaction reaction =
        ErrorReaction.to(failure.code(), failure.text(), subscriptions.isUnderWay(id));
    log.warn(
        "exchange refused connection={} code={} text=\"{}\" reaction={}",
        connectId,
        failure.code(),
        failure.text(),
        reaction);
    switch (reaction) {
      case RECONNECT -> end("refused: code=" + failure.code(), false);
      case RECONNECT_LATE -> end("refused: code=" + failure.code(), true);
      case RETRY -> refused(id, RETRY_MS);
      case SHELVE -> refused(id, SHELVE_MS);
      case NOTE -> {}
    }
  }

  private void refused(@Nullable String id, long pauseMs) {
    if (id != null) {
      subscriptions.refused(id, nowMs() + pauseMs);
    }
  }

  private void send(String text) {
    webSocket
        .writeTextMessage(text)
        .onFailure(failure -> end("cannot write: " + failure.getMessage(), false));
  }

  private void end(String reason, boolean late) {
    if (!ended) {
      abandon();
      owner.onEnd(reason, late);
    }
  }

  /** Ends it without telling the owner; completes when the close frames are exchanged. */
  Future<Void> abandon() {
    if (ended) {
      return Future.succeededFuture();
    }
    ended = true;
    timers.forEach(vertx::cancelTimer);
    timers.clear();
    subscriptions.disconnected();
    return connected ? webSocket.close().otherwiseEmpty() : Future.succeededFuture();
  }

  private void after(long delayMs, Runnable action) {
    timers.add(
        vertx.setTimer(
            delayMs,
            timer -> {
              timers.remove(timer);
              action.run();
            }));
  }

  private void every(long periodMs, Runnable action) {
    timers.add(vertx.setPeriodic(periodMs, ignored -> action.run()));
  }

  /** Monotonic. */
  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private long epochNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * NS_PER_S + now.getNano();
  }
}
