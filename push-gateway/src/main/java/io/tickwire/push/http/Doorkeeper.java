package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.Origins;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.identity.Credentials;
import io.tickwire.push.identity.Identified;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at the WebSocket door of one event loop: turns away whom origin, address or number of
 * connections keeps out, looks up who comes, and ends the connections of an API key that is
 * revoked. All of it after the upgrade, so that a browser sees the close code.
 */
final class Doorkeeper {
  /** Lets a socket in. */
  @FunctionalInterface
  interface Entrance {
    /**
     * @param token for the session to judge; null when none came with the request
     * @param tokens that judge it, and those to come
     * @param onGone must be run once when the connection is over, or was not let in after all
     */
    void enter(
        ServerWebSocket socket, @Nullable String token, VisitorTokens tokens, Runnable onGone);
  }

  /** What is known of a request before it is a socket. */
  record Visitor(String address, boolean originAllowed, @Nullable Future<Identified> identified) {}

  private static final Logger log = LoggerFactory.getLogger(Doorkeeper.class);

  private final Shared shared;
  private final Authentication authentication;
  private final Admission admission;
  private final Origins origins;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final Map<String, Set<ServerWebSocket>> byKey = new HashMap<>();

  Doorkeeper(Shared shared, Authentication authentication) {
    this.shared = shared;
    this.authentication = authentication;
    this.admission = shared.admission();
    this.origins = new Origins(shared.admissionConfig().origins());
    this.clock = shared.service().clock();
    this.metrics = shared.service().telemetry().metrics();
  }

  Visitor look(HttpServerRequest request) {
    String address = authentication.address(request);
    boolean originAllowed = origins.allow(request.getHeader("Origin"), request.getHeader("Host"));
    Credentials credentials = Authentication.credentials(request);
    boolean known = originAllowed && credentials != null && !isBanned(address);
    return new Visitor(
        address,
        originAllowed,
        known && credentials != null ? authentication.identify(credentials, address) : null);
  }

  private boolean isBanned(String address) {
    return admission.bannedForMs(address, clock.millis()) > 0;
  }

  void admit(ServerWebSocket socket, Visitor visitor, Entrance entrance) {
    if (!visitor.originAllowed()) {
      turnAway(socket, visitor.address(), TurnAway.ORIGIN);
      return;
    }
    Future<Identified> identified = visitor.identified();
    if (identified == null && isBanned(visitor.address())) {
      turnAway(socket, visitor.address(), TurnAway.BANNED);
      return;
    }
    if (!admission.enter(visitor.address())) {
      turnAway(socket, visitor.address(), TurnAway.ADDRESS);
      return;
    }
    VisitorTokens tokens =
        new VisitorTokens(socket, visitor.address(), shared.identity(), admission, this);
    Runnable leave =
        () -> {
          admission.leave(visitor.address());
          tokens.leave();
        };
    if (identified == null) {
      entrance.enter(socket, null, tokens, leave);
      return;
    }
    // What it sends meanwhile waits.
    socket.pause();
    identified.onComplete(
        found -> {
          enter(socket, found, tokens, entrance, leave);
          socket.resume();
        },
        ignored -> {
          leave.run();
          turnAway(socket, visitor.address(), TurnAway.UNAVAILABLE);
          socket.resume();
        });
  }

  private void enter(
      ServerWebSocket socket,
      Identified found,
      VisitorTokens tokens,
      Entrance entrance,
      Runnable leave) {
    if (socket.isClosed()) {
      leave.run();
      return;
    }
    String keyId = found.verdict() instanceof TokenVerdict.Accepted ? found.keyId() : null;
    if (keyId != null) {
      byKey.computeIfAbsent(keyId, ignored -> new LinkedHashSet<>()).add(socket);
    }
    entrance.enter(
        socket,
        shared.identity().ticket(found.verdict()),
        tokens,
        () -> {
          leave.run();
          if (keyId != null) {
            forget(keyId, socket);
          }
        });
    if (keyId != null) {
      checkAgain(keyId);
    }
  }

  private void forget(String keyId, ServerWebSocket socket) {
    Set<ServerWebSocket> sockets = byKey.get(keyId);
    if (sockets != null) {
      sockets.remove(socket);
      if (sockets.isEmpty()) {
        byKey.remove(keyId);
      }
    }
  }

  /** It may have been revoked after it was looked up and before anybody knew of this socket. */
  private void checkAgain(String keyId) {
    shared
        .identity()
        .isRevoked(keyId)
        .onSuccess(
            gone -> {
              if (gone) {
                revoked(keyId);
              }
            });
  }

  /** Ends all connections that came with this key. */
  void revoked(String keyId) {
    Set<ServerWebSocket> sockets = byKey.getOrDefault(keyId, Set.of());
    if (!sockets.isEmpty()) {
      log.info("connections closed key={} connections={}", keyId, sockets.size());
    }
    for (ServerWebSocket socket : List.copyOf(sockets)) {
      turnAway(socket, "", TurnAway.REVOKED);
    }
  }

  /**
   * @param address an empty text for one who was let in before
   */
  void turnAway(ServerWebSocket socket, String address, TurnAway why) {
    if (!socket.isClosed()) {
      if (!address.isEmpty()) {
        refused(address, why.reason());
      }
      metrics.counter("ws.turned.away", "reason", why.label()).increment();
      socket.close(why.code(), why.reason());
    }
  }

  void refused(String address, String reason) {
    shared.audit().refused(address, PushLoop.SOCKET_PATH, reason);
  }
}
