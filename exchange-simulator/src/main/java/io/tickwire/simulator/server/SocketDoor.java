package io.tickwire.simulator.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.tickwire.simulator.fault.FaultKind;
import io.tickwire.simulator.fault.FaultOrder;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.protocol.ProtocolError;
import io.tickwire.simulator.protocol.ServerFrames;
import io.tickwire.simulator.protocol.ServerIds;
import io.tickwire.simulator.session.AbruptDrop;
import io.tickwire.simulator.session.Session;
import io.tickwire.simulator.session.SessionEnvironment;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets WebSockets in. As on the exchange the upgrade always succeeds; a bad token is answered with
 * an error frame and the connection is dropped.
 */
public final class SocketDoor {

  private static final Logger log = LoggerFactory.getLogger(SocketDoor.class);

  /** The endpoint handed out today and the one of older examples. */
  private static final Set<String> PATHS = Set.of("", "/", "/endpoint");

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final String BY_HTTP = "http";

  private final SessionEnvironment sessions;
  private final Market market;
  private final TokenDesk tokens;
  private final ConnectGate gate;

  SocketDoor(SessionEnvironment sessions, Market market, TokenDesk tokens) {
    this.sessions = sessions;
    this.market = market;
    this.tokens = tokens;
    this.gate = new ConnectGate(sessions.limits(), sessions.registry());
  }

  void onHandshake(ServerWebSocketHandshake handshake) {
    if (!PATHS.contains(handshake.path())) {
      handshake.reject(NOT_FOUND);
      return;
    }
    long nowNs = System.nanoTime();
    if (sessions.faults().isOn(FaultKind.OUTAGE, market, null, nowNs)) {
      handshake.reject(UNAVAILABLE);
      return;
    }
    Optional<FaultOrder> badToken =
        sessions.faults().takeOrder(FaultKind.REJECT_TOKEN, market, null, nowNs);
    if (badToken.isPresent() && badToken.get().variant().equals(BY_HTTP)) {
      handshake.reject(UNAUTHORIZED);
      return;
    }
    handshake.accept().onSuccess(socket -> onUpgraded(socket, badToken.isPresent()));
  }

  private void onUpgraded(ServerWebSocket socket, boolean badToken) {
    Map<String, List<String>> query = new QueryStringDecoder(socket.uri()).parameters();
    Optional<ProtocolError> refusal = refusal(socket, first(query, "token"), badToken);
    if (refusal.isPresent()) {
      turnAway(socket, refusal.get());
    } else {
      Session.open(sessions, market, socket, first(query, "connectId"));
    }
  }

  private Optional<ProtocolError> refusal(
      ServerWebSocket socket, @Nullable String token, boolean badToken) {
    if (badToken) {
      return Optional.of(ProtocolError.TOKEN_EXPIRED);
    }
    TokenDesk.Verdict verdict =
        token == null ? TokenDesk.Verdict.INVALID : tokens.check(token, sessions.clock().millis());
    if (verdict != TokenDesk.Verdict.VALID) {
      return Optional.of(
          verdict == TokenDesk.Verdict.EXPIRED
              ? ProtocolError.TOKEN_EXPIRED
              : ProtocolError.TOKEN_INVALID);
    }
    if (sessions.faults().take(FaultKind.REJECT_CONNECT, market, null, System.nanoTime())) {
      return Optional.of(ProtocolError.BUSY);
    }
    return gate.admit(socket.remoteAddress().hostAddress(), System.nanoTime());
  }

  private void turnAway(ServerWebSocket socket, ProtocolError error) {
    log.info("socket refused market={} reason=\"{}\"", market.label(), error.text());
    socket
        .writeTextMessage(ServerFrames.error(ServerIds.next(), error))
        .onComplete(written -> AbruptDrop.of(socket));
  }

  private static @Nullable String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null || values.get(0).isEmpty() ? null : values.get(0);
  }
}
