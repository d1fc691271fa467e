package io.tickwire.simulator.server;

import io.netty.handler.codec.http.QueryStringDecoder;
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

  private static final int NOT_FOUND = 404;

  private final SessionEnvironment sessions;
  private final Market market;
  private final TokenDesk tokens;

  SocketDoor(SessionEnvironment sessions, Market market, TokenDesk tokens) {
    this.sessions = sessions;
    this.market = market;
    this.tokens = tokens;
  }

  void onHandshake(ServerWebSocketHandshake handshake) {
    if (!PATHS.contains(handshake.path())) {
      handshake.reject(NOT_FOUND);
      return;
    }
    handshake.accept().onSuccess(this::onUpgraded);
  }

  private void onUpgraded(ServerWebSocket socket) {
    Map<String, List<String>> query = new QueryStringDecoder(socket.uri()).parameters();
    String token = first(query, "token");
    TokenDesk.Verdict verdict =
        token == null ? TokenDesk.Verdict.INVALID : tokens.check(token, sessions.clock().millis());
    switch (verdict) {
      case VALID -> Session.open(sessions, market, socket, first(query, "connectId"));
      case EXPIRED -> turnAway(socket, ProtocolError.TOKEN_EXPIRED);
      case INVALID -> turnAway(socket, ProtocolError.TOKEN_INVALID);
    }
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
