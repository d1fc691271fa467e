package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Ids;
import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.session.SessionRules;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where requests of one event loop become WebSockets, and those that the {@link Doorkeeper} lets in
 * become connections. Confined to the event loop.
 */
final class WebSocketDoor implements AutoCloseable {
  /** What may be on the way to a reader before others of his messages wait here. */
  private static final int SOCKET_BUFFER_BYTES = 65_536;

  private final Shared shared;
  private final ContextInternal context;
  private final Doorkeeper doorkeeper;
  private final ConnectionPools<Connection> pools;
  private final Connection.Surroundings surroundings;
  private final BooleanSupplier draining;
  private final DeflateDoor deflate;
  private final LastFrames frames = new LastFrames();
  private final ChannelSocket.Shares shares;

  /**
   * @param pools that take who is let in
   * @param surroundings of all connections
   * @param draining whether nobody is let in any more
   */
  WebSocketDoor(
      Shared shared,
      ContextInternal context,
      Doorkeeper doorkeeper,
      ConnectionPools<Connection> pools,
      Connection.Surroundings surroundings,
      BooleanSupplier draining) {
    this.shared = shared;
    this.context = context;
    this.doorkeeper = doorkeeper;
    this.pools = pools;
    this.surroundings = surroundings;
    this.draining = draining;
    this.deflate = new DeflateDoor(shared.http().maxMessageBytes());
    this.shares =
        new ChannelSocket.Shares(
            new Flushes(task -> context.runOnContext(ignored -> task.run())), frames);
  }

  /** WebSockets pass by the router, whose wrapper would hide the socket. */
  static boolean isAskedFor(HttpServerRequest request) {
    return request.method().equals(HttpMethod.GET)
        && PushLoop.SOCKET_PATH.equals(request.path())
        && HttpFrontend.isDecodable(request)
        && request.canUpgradeToWebSocket();
  }

  void upgrade(HttpServerRequest request) {
    Doorkeeper.Visitor visitor = doorkeeper.look(request);
    boolean deflated = shared.transport().deflates() && deflate.agree(request);
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              RequestDeadline.lift(socket);
              if (deflated) {
                deflate.open(socket);
              }
              doorkeeper.admit(open(socket), visitor, this::accept);
            });
  }

  static void refusePlainHttp(RoutingContext call) {
    call.response().putHeader("Upgrade", "websocket");
    Answer.problem(
            Refusal.status(426, ErrorCode.BAD_REQUEST, "this path speaks WebSocket").problem())
        .send(call.response());
  }

  private PushSocket open(ServerWebSocket socket) {
    return shared.transport().sharedFrames()
        ? ChannelSocket.of(
            socket, context, SOCKET_BUFFER_BYTES, shared.http().maxMessageBytes(), shares)
        : new StockSocket(socket, SOCKET_BUFFER_BYTES);
  }

  /**
   * @param token that the session shall judge; null when the client has sent none yet
   * @param tokens that judge it, and those to come
   * @param onGone is run once, also when it is turned away
   */
  private void accept(
      PushSocket socket,
      Doorkeeper.Visitor visitor,
      @Nullable String token,
      VisitorTokens tokens,
      Runnable onGone) {
    AtomicInteger count = shared.metrics().connections();
    if (draining.getAsBoolean()) {
      doorkeeper.sendOn(socket, "draining");
      onGone.run();
      return;
    }
    if (count.incrementAndGet() > shared.http().maxConnections()) {
      count.decrementAndGet();
      doorkeeper.turnAway(socket, visitor.address(), TurnAway.FULL);
      onGone.run();
      return;
    }
    long sinceMs = shared.service().clock().millis();
    Connection connection =
        new Connection(
            socket,
            Ids.next(Ids.CONNECTION, sinceMs),
            visitor.address(),
            rules(tokens, visitor.address()),
            surroundings);
    ConnectionPool<Connection> pool = pools.add(connection);
    connection.start(
        visitor.restores(),
        token,
        () -> {
          pool.remove(connection);
          shared.metrics().disconnected(shared.service().clock().millis() - sinceMs);
          onGone.run();
        });
  }

  private SessionRules rules(TokenVerifier tokens, String address) {
    JoinedChannels.Sources sources = surroundings.sources();
    return new SessionRules(
        shared.session(),
        tokens,
        sources.channels(),
        surroundings.history(),
        sources.watchlists(),
        shared.allowances().ofSocket(address));
  }

  @Override
  public void close() {
    deflate.close();
    frames.close();
  }
}
