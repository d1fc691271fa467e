package io.tickwire.push.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.admission.Rate;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.protocol.ClientFrame;
import io.tickwire.push.protocol.ClientFrameParser;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.WireFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's conversation. Takes messages and the time, returns what is to be done.
 *
 * <pre>
 * AWAITING_AUTH → READY: a token was accepted, by header, query or first message
 * AWAITING_AUTH → CLOSING: refused token or none in time (4401), scope push missing (4403)
 * READY → CLOSING: token expired (4401), silent for two heartbeats (4408)
 * any → CLOSING: tenth malformed message (4400), too many messages refused (4429)
 * </pre>
 *
 * In CLOSING everything is ignored. A token in a message whose key is not there waits until newer
 * keys were looked for, and what the client sends after it waits behind it. A subscription whose
 * {@code since} this gateway has not come to yet waits for it a moment, and what the client sends
 * after it waits behind it. Not thread-safe: confined to the connection's event loop. All times are
 * epoch milliseconds.
 */
public final class Session {
  private static final int MALFORMED_LIMIT = 10;
  private static final long EXPIRY_NOTICE_MS = 60_000;

  /** Of the same log, another gateway or event loop is at most this far ahead. */
  private static final long PATIENCE_MS = 2_000;

  private static final int MOST_WAITING = 100;

  private enum State {
    AWAITING_AUTH,
    READY,
    CLOSING
  }

  private final String connectionId;
  private final WireFormat format;
  private final SessionRules rules;
  private final Rate rate;
  private final Subscriptions subscriptions;
  private final long connectedMs;
  private State state = State.AWAITING_AUTH;
  private @Nullable Principal principal;
  private long lastTrafficMs;
  private long nextHeartbeatMs;
  private boolean expiryTold;

  /** Nearly always empty. */
  private final Deque<ClientFrame> waiting = new ArrayDeque<>(0);

  private long waitingSinceMs;
  private boolean restoring;
  private @Nullable PendingAuth pending;
  private int malformed;

  public Session(String connectionId, WireFormat format, SessionRules rules, long nowMs) {
    this.format = format;
    this.rate = new Rate(rules.config().limits().maxMessagesPerSecond(), nowMs);
    this.connectionId = connectionId;
    this.rules = rules;
    this.subscriptions = new Subscriptions(rules);
    this.connectedMs = nowMs;
    this.lastTrafficMs = nowMs;
  }

  public List<SessionAction> onText(String text, long nowMs) {
    return admit(nowMs, () -> ClientFrameParser.parse(text));
  }

  /** Only the CBOR subprotocol has binary messages. */
  public List<SessionAction> onBinary(byte[] message, long nowMs) {
    return admit(
        nowMs,
        () ->
            format == WireFormat.CBOR
                ? ClientFrameParser.parse(message)
                : new ClientFrame.Malformed(
                    null, "binary messages need the subprotocol " + WireFormat.CBOR.subprotocol()));
  }

  /** What comes too fast is not even read. */
  private List<SessionAction> admit(long nowMs, Supplier<ClientFrame> frame) {
    lastTrafficMs = nowMs;
    if (state == State.CLOSING) {
      return List.of();
    }
    Limit over = rate.take(nowMs) ? takeShared(nowMs) : Limit.MESSAGES;
    return over == null ? onFrame(frame.get(), nowMs) : refuse(over, nowMs);
  }

  private @Nullable Limit takeShared(long nowMs) {
    return rules.allowance().takeMessage(user(), nowMs);
  }

  private List<SessionAction> refuse(Limit over, long nowMs) {
    List<SessionAction> actions =
        limited(over, error(null, ErrorCode.TOO_MANY_REQUESTS, over.reason()));
    if (!rules.allowance().refused(over, user(), nowMs)) {
      return actions;
    }
    List<SessionAction> last = new ArrayList<>(actions);
    last.addAll(close(CloseCode.TOO_MANY_CONNECTIONS, "sent on after too many refused messages"));
    return last;
  }

  private @Nullable String user() {
    Principal who = principal;
    return who == null ? null : who.user();
  }

  private static List<SessionAction> limited(Limit over, SessionAction error) {
    return List.of(new SessionAction.Limited(over), error);
  }

  /** The answer to a WebSocket ping. */
  public void onPong(long nowMs) {
    lastTrafficMs = nowMs;
  }

  /** A token that came with the request for the connection. */
  public List<SessionAction> onToken(String token, long nowMs) {
    return authenticate(null, token, nowMs);
  }

  /** Call at the start, when the client asks for what its user has stored. */
  public void restore() {
    restoring = true;
  }

  /**
   * What the user has stored comes before all that the client has asked for since.
   *
   * @param subscriptions a list as in a {@code subscribe}
   */
  public List<SessionAction> onRestored(JsonNode subscriptions, long nowMs) {
    restoring = false;
    ClientFrame stored = ClientFrameParser.stored(subscriptions);
    if (stored instanceof ClientFrame.Malformed) {
      return onNothingRestored("what is stored cannot be read", nowMs);
    }
    waiting.addFirst(stored);
    waitingSinceMs = nowMs;
    return proceed(nowMs);
  }

  /**
   * @param why one sentence for the client
   */
  public List<SessionAction> onNothingRestored(String why, long nowMs) {
    restoring = false;
    waitingSinceMs = nowMs;
    List<SessionAction> actions = new ArrayList<>();
    actions.add(error(null, ErrorCode.UNAVAILABLE, why));
    actions.addAll(proceed(nowMs));
    return actions;
  }

  /** Number of channels it is subscribed to. */
  public int subscriptions() {
    return subscriptions.size();
  }

  /** The list that the user watches was edited. */
  public List<SessionAction> onWatchlist() {
    return state == State.READY ? subscriptions.onWatchlist() : List.of();
  }

  /** Ends the conversation for a reason that lies outside it. */
  public List<SessionAction> close(CloseCode code, String reason) {
    if (state == State.CLOSING) {
      return List.of();
    }
    state = State.CLOSING;
    return List.of(new SessionAction.Close(code, reason));
  }

  /**
   * The connection is over, for whatever reason: nothing is asked or answered any more, and what it
   * held is free for others of its user. May be called again.
   */
  public void end() {
    state = State.CLOSING;
    subscriptions.end();
  }

  /** Call at least every second, and when something was waited for. */
  public List<SessionAction> onTime(long nowMs) {
    PendingAuth unjudged = pending;
    boolean judge = unjudged != null && unjudged.isOverdue(nowMs);
    List<SessionAction> late = judge ? onKeys(nowMs) : proceed(nowMs);
    if (late.isEmpty()) {
      return keepAlive(nowMs);
    }
    List<SessionAction> actions = new ArrayList<>(late);
    actions.addAll(keepAlive(nowMs));
    return actions;
  }

  private List<SessionAction> keepAlive(long nowMs) {
    Principal who = principal;
    if (state == State.CLOSING) {
      return List.of();
    }
    if (who == null) {
      return pending == null && nowMs - connectedMs >= rules.config().authTimeoutMs()
          ? close(CloseCode.UNAUTHENTICATED, "no token in time")
          : List.of();
    }
    if (nowMs >= who.expiresAtMs()) {
      return close(CloseCode.UNAUTHENTICATED, "the token has expired");
    }
    if (nowMs - lastTrafficMs > 2 * rules.config().heartbeatMs()) {
      return close(CloseCode.SILENT, "no sign of life for two heartbeats");
    }
    if (!expiryTold && who.expiresAtMs() - nowMs <= EXPIRY_NOTICE_MS) {
      expiryTold = true;
      long seconds = (who.expiresAtMs() - nowMs + 999) / 1000;
      return List.of(send(new ServerFrame.AuthExpiring(seconds)));
    }
    return nowMs >= nextHeartbeatMs ? heartbeat(nowMs) : List.of();
  }

  private List<SessionAction> heartbeat(long nowMs) {
    long intervalMs = rules.config().heartbeatMs();
    nextHeartbeatMs = nowMs + intervalMs;
    return List.of(send(new ServerFrame.Heartbeat(nowMs, intervalMs)), new SessionAction.Ping());
  }

  private List<SessionAction> onFrame(ClientFrame frame, long nowMs) {
    if (frame instanceof ClientFrame.Ping ping) {
      return List.of(send(new ServerFrame.Pong(ping.id(), nowMs)));
    }
    PendingAuth earlier = pending;
    if (earlier != null) {
      return earlier.hold(frame) ? List.of() : tooManyWait(frame);
    }
    if (frame instanceof ClientFrame.Malformed fault) {
      return onMalformed(fault);
    }
    if (frame instanceof ClientFrame.Auth auth) {
      return onAuth(auth, nowMs);
    }
    Principal who = principal;
    if (who == null) {
      return List.of(error(frame.id(), ErrorCode.UNAUTHENTICATED, "send auth first"));
    }
    if (restoring || !waiting.isEmpty() || !isReady(frame, who, nowMs)) {
      return hold(frame, nowMs);
    }
    return serve(frame, who);
  }

  private List<SessionAction> onAuth(ClientFrame.Auth auth, long nowMs) {
    if (rules.tokens().lacksKeyOf(auth.token())) {
      pending = new PendingAuth(auth, nowMs);
      return List.of(new SessionAction.LookUpKeys());
    }
    return authenticate(auth.id(), auth.token(), nowMs);
  }

  /** Newer keys were looked for: judges the token that waits, then what came after it. */
  public List<SessionAction> onKeys(long nowMs) {
    PendingAuth judged = pending;
    if (judged == null || state == State.CLOSING) {
      return List.of();
    }
    pending = null;
    ClientFrame.Auth auth = judged.auth();
    List<SessionAction> actions = new ArrayList<>(authenticate(auth.id(), auth.token(), nowMs));
    for (ClientFrame frame : judged.behind()) {
      if (state != State.CLOSING) {
        actions.addAll(onFrame(frame, nowMs));
      }
    }
    return actions;
  }

  private boolean isReady(ClientFrame frame, Principal who, long nowMs) {
    return !(frame instanceof ClientFrame.Subscribe subscribe)
        || subscriptions.isReady(subscribe, who, nowMs);
  }

  private List<SessionAction> hold(ClientFrame frame, long nowMs) {
    if (waiting.size() >= MOST_WAITING) {
      return tooManyWait(frame);
    }
    if (waiting.isEmpty()) {
      waitingSinceMs = nowMs;
    }
    waiting.add(frame);
    return List.of();
  }

  /** Serves what has waited long enough, or need not wait any more. */
  private List<SessionAction> proceed(long nowMs) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    Principal who = principal;
    List<SessionAction> actions = new ArrayList<>();
    ClientFrame next = waiting.peek();
    while (next != null && !restoring && who != null && state == State.READY) {
      if (nowMs - waitingSinceMs < PATIENCE_MS && !isReady(next, who, nowMs)) {
        break;
      }
      waiting.remove();
      waitingSinceMs = nowMs;
      actions.addAll(serve(next, who));
      next = waiting.peek();
    }
    return actions;
  }

  private List<SessionAction> serve(ClientFrame frame, Principal who) {
    if (frame instanceof ClientFrame.Subscribe subscribe) {
      return subscriptions.subscribe(subscribe, who);
    }
    if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
      return subscriptions.unsubscribe(unsubscribe, who);
    }
    throw new AssertionError("a frame nobody handles: " + frame);
  }

  private List<SessionAction> onMalformed(ClientFrame.Malformed fault) {
    malformed++;
    SessionAction error = error(fault.id(), ErrorCode.BAD_REQUEST, fault.message());
    if (malformed < MALFORMED_LIMIT) {
      return List.of(error);
    }
    state = State.CLOSING;
    return List.of(
        error,
        new SessionAction.Close(CloseCode.PROTOCOL_VIOLATION, "too many malformed messages"));
  }

  private List<SessionAction> authenticate(@Nullable JsonNode id, String token, long nowMs) {
    TokenVerdict verdict = rules.tokens().verify(token, nowMs);
    if (verdict instanceof TokenVerdict.Refused refused) {
      return refuse(id, ErrorCode.UNAUTHENTICATED, refused.reason(), CloseCode.UNAUTHENTICATED);
    }
    Principal claimed = ((TokenVerdict.Accepted) verdict).principal();
    if (!claimed.may(Scope.PUSH)) {
      return refuse(id, ErrorCode.FORBIDDEN, "the token lacks the scope push", CloseCode.FORBIDDEN);
    }
    Principal before = principal;
    if (before != null && !before.user().equals(claimed.user())) {
      return List.of(error(id, ErrorCode.FORBIDDEN, "a connection keeps its user"));
    }
    if (before == null) {
      nextHeartbeatMs = nowMs + rules.config().heartbeatMs();
    }
    principal = claimed;
    expiryTold = false;
    state = State.READY;
    SessionAction welcome =
        send(
            new ServerFrame.Welcome(
                id,
                connectionId,
                claimed.user(),
                rules.config().heartbeatMs(),
                rules.config().limits()));
    return before == null && restoring
        ? List.of(welcome, new SessionAction.Restore(claimed.user()))
        : List.of(welcome);
  }

  /** Who is in already stays in on the token that was accepted, until that one expires. */
  private List<SessionAction> refuse(
      @Nullable JsonNode id, ErrorCode code, String reason, CloseCode close) {
    SessionAction error = error(id, code, reason);
    if (state == State.READY) {
      return List.of(error);
    }
    state = State.CLOSING;
    return List.of(error, new SessionAction.Close(close, reason));
  }

  private static List<SessionAction> tooManyWait(ClientFrame frame) {
    return limited(
        Limit.MESSAGES,
        error(frame.id(), ErrorCode.TOO_MANY_REQUESTS, "too many messages wait for an earlier"));
  }

  private static SessionAction send(ServerFrame frame) {
    return new SessionAction.Send(frame);
  }

  private static SessionAction error(@Nullable JsonNode id, ErrorCode code, String message) {
    return send(new ServerFrame.Failure(id, code, message));
  }
}
