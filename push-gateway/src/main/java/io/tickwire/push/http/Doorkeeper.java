package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.admission.Origins;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.identity.Credentials;
import io.tickwire.push.identity.Identified;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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
        PushSocket socket,
        Visitor visitor,
        @Nullable String token,
        VisitorTokens tokens,
        Runnable onGone);
  }

  /**
   * What is known of a request before it is a socket.
   *
   * @param refused null for one who may come in so far
   * @param restores asks for what its user has stored
   */
  record Visitor(
      String address,
      @Nullable TurnAway refused,
      boolean restores,
      @Nullable Future<Identified> identified) {}

  private final Shared shared;
  private final Authentication authentication;
  private final RequestLimits limits;
  private final Admission admission;
  private final Origins origins;
  private final Clock clock;
  private final MeterRegistry metrics;
  private final LongSupplier afterMs;
  private final KeyHolders<PushSocket> holders;

  /**
   * @param afterMs when to come back, for one who is sent on now
   */
  Doorkeeper(
      Shared shared, Authentication authentication, RequestLimits limits, LongSupplier afterMs) {
    this.afterMs = afterMs;
    this.shared = shared;
    this.limits = limits;
    this.authentication = authentication;
    this.admission = shared.admission();
    this.origins = new Origins(shared.admissionConfig().origins());
    this.clock = shared.service().clock();
    this.metrics = shared.service().telemetry().metrics();
    this.holders =
        new KeyHolders<>(shared.identity(), socket -> turnAway(socket, "", TurnAway.REVOKED));
  }

  Visitor look(HttpServerRequest request) {
    String address = authentication.address(request);
    TurnAway refused = refusal(request, address);
    Credentials credentials = Authentication.credentials(request);
    boolean known = refused == null && credentials != null && !isBanned(address);
    return new Visitor(
        address,
        refused,
        asksToRestore(request.query()),
        known && credentials != null ? authentication.identify(credentials, address) : null);
  }

  private @Nullable TurnAway refusal(HttpServerRequest request, String address) {
    Limit over = limits.takeOfAddress(address);
    if (over != null) {
      return over == Limit.ALL_MESSAGES ? TurnAway.BUSY : TurnAway.REQUESTS;
    }
    return origins.allow(request.getHeader("Origin"), request.getHeader("Host"))
        ? null
        : TurnAway.ORIGIN;
  }

  private static boolean asksToRestore(@Nullable String query) {
    return query != null && List.of(query.split("&", -1)).contains("restore=true");
  }

  private boolean isBanned(String address) {
    return admission.bannedForMs(address, clock.millis()) > 0;
  }

  void admit(PushSocket socket, Visitor visitor, Entrance entrance) {
    TurnAway refused = visitor.refused();
    if (refused != null) {
      turnAway(socket, visitor.address(), refused);
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
    // What stays as long as the connection holds the address alone, not the whole visitor.
    String address = visitor.address();
    VisitorTokens tokens =
        new VisitorTokens(socket, address, shared.identity(), admission, this, clock);
    Runnable leave =
        () -> {
          admission.leave(address);
          tokens.leave();
        };
    if (identified == null) {
      entrance.enter(socket, visitor, null, tokens, leave);
      return;
    }
    // What it sends meanwhile waits.
    socket.pause();
    identified.onComplete(
        found -> {
          enter(socket, visitor, found, tokens, entrance, leave);
          socket.resume();
        },
        ignored -> {
          leave.run();
          turnAway(socket, visitor.address(), TurnAway.UNAVAILABLE);
          socket.resume();
        });
  }

  private void enter(
      PushSocket socket,
      Visitor visitor,
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
      holders.add(keyId, socket);
    }
    tokens.prepare(found.verdict());
    entrance.enter(
        socket,
        visitor,
        VisitorTokens.OF_THE_REQUEST,
        tokens,
        keyId == null ? leave : () -> leaveWithKey(keyId, socket, leave));
  }

  private void leaveWithKey(String keyId, PushSocket socket, Runnable leave) {
    leave.run();
    holders.remove(keyId, socket);
  }

  /** Ends all connections that came with this key. */
  void revoked(String keyId) {
    holders.revoked(keyId);
  }

  /**
   * @param address an empty text for one who was let in before
   */
  void turnAway(PushSocket socket, String address, TurnAway why) {
    if (!socket.isClosed()) {
      if (!address.isEmpty()) {
        refused(address, why.reason());
      }
      why.countIn(metrics);
      close(socket, why.code(), why.reason());
    }
  }

  private void close(PushSocket socket, CloseCode code, String reason) {
    if (code == CloseCode.DRAINING) {
      sendOn(socket, reason);
    } else {
      socket.close(code, reason);
    }
  }

  /** Says when to come back, as to those who were here before. */
  void sendOn(PushSocket socket, String reason) {
    socket.write(ServerFrames.write(new ServerFrame.Reconnect(afterMs.getAsLong(), reason)));
    socket.close(CloseCode.DRAINING, reason);
  }

  void refused(String address, String reason) {
    shared.audit().refused(address, PushLoop.SOCKET_PATH, reason);
  }
}
