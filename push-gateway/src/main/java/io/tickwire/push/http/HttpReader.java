package io.tickwire.push.http;

import io.tickwire.push.admission.Allowance;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.session.Session;
import io.tickwire.push.session.SessionAction;
import io.tickwire.push.session.SessionConfig;
import io.tickwire.push.session.SessionRules;
import io.tickwire.push.stream.Reader;
import io.tickwire.push.stream.ReaderBudget;
import io.tickwire.push.stream.Readers;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelRules;
import io.tickwire.push.subscription.Subscription;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * A session whose client only reads: what it wants is in the request, what it gets is the response.
 * The rules are those of a WebSocket's session. Confined to the event loop that took the request.
 */
abstract class HttpReader implements Departure.Leaver, JoinedChannels.Receiver {
  /** What the readers of one event loop share. */
  record Surroundings(
      Context context,
      Clock clock,
      SessionConfig config,
      ChannelRules channels,
      Function<HttpServerRequest, Allowance> allowances,
      int queueBytes,
      Readers readers,
      History history,
      JoinedChannels.Sources sources,
      Audit audit,
      EventBudgets budgets,
      PushMetrics metrics) {}

  /** Time that the last bytes have to be taken. */
  private static final long CLOSING_MS = 5_000;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Surroundings around;
  private final String id;
  private final String user;
  private final Session session;
  private final Reader reader;
  private final ReaderBudget budget;
  private final JoinedChannels joined;
  private Runnable onGone = () -> {};
  private boolean over;

  HttpReader(HttpServerRequest request, Principal principal, String id, Surroundings around) {
    this.id = id;
    this.user = principal.user();
    this.request = request;
    this.response = request.response();
    this.around = around;
    this.joined = new JoinedChannels(around.sources(), this, this::onWatchlist);
    this.reader = new Reader(around.queueBytes());
    this.budget = new ReaderBudget(around.budgets(), user, reader, around.metrics());
    this.session =
        new Session(
            id,
            WireFormat.JSON,
            new SessionRules(
                around.config(),
                (token, nowMs) -> new TokenVerdict.Accepted(principal),
                around.channels(),
                around.history(),
                around.sources().watchlists(),
                around.allowances().apply(request)),
            nowMs());
  }

  /**
   * @param subscribe what a client of a WebSocket would have sent
   * @param whenGone is run once when it is over
   */
  void start(String subscribe, Runnable whenGone) {
    onGone = whenGone;
    response.closeHandler(ignored -> finish());
    response.exceptionHandler(ignored -> finish());
    if (hasLeft()) {
      // While it was looked up who he is: nobody tells of that any more.
      finish();
      return;
    }
    try {
      perform(session.onToken("", nowMs()));
      perform(session.onText(subscribe, nowMs()));
    } catch (RuntimeException e) {
      // Whoever answers with an accident knows nothing of what was taken.
      finish();
      throw e;
    }
  }

  /** A request that waited behind others may be served after its connection has ended, untold. */
  private boolean hasLeft() {
    return response.closed()
        || (request.connection() instanceof HttpServerConnection internal
            && !internal.channelHandlerContext().channel().isActive());
  }

  final HttpServerResponse response() {
    return response;
  }

  final Surroundings around() {
    return around;
  }

  final Reader reader() {
    return reader;
  }

  /** Whether a quote that it begins with may still come. */
  final boolean awaitsSnapshots() {
    return joined.awaitsSnapshots();
  }

  final ReaderBudget budget() {
    return budget;
  }

  final boolean isOver() {
    return over;
  }

  final long nowMs() {
    return around.clock().millis();
  }

  /** Call several times per shortest window. */
  final void onTime(long nowMs) {
    if (!over && hasLeft()) {
      finish();
    }
    if (over) {
      return;
    }
    perform(session.onTime(nowMs));
    if (!over && reader.isOver()) {
      around.metrics().droppedWithConnection(reader.waiting());
      close(CloseCode.TOO_SLOW, "the reader is too slow");
    }
    if (!over) {
      flush(nowMs);
    }
  }

  final void close(CloseCode code, String reason) {
    perform(session.close(code, reason));
  }

  private void onWatchlist() {
    perform(session.onWatchlist());
  }

  private void perform(List<SessionAction> actions) {
    for (SessionAction action : actions) {
      if (over) {
        return;
      }
      perform(action);
    }
  }

  private void perform(SessionAction action) {
    if (action instanceof SessionAction.Send send) {
      if (send.frame() instanceof ServerFrame.Subscribed reply) {
        note(reply);
      }
      tell(send.frame());
    } else if (action instanceof SessionAction.Limited limited) {
      around.metrics().limited(limited.limit());
    } else if (action instanceof SessionAction.Ping) {
      // There is nothing that a reader could answer with; the socket tells when he is gone.
      session.onPong(nowMs());
    } else if (action instanceof SessionAction.Join join) {
      joined.join(join.subscription());
    } else if (action instanceof SessionAction.Replay replay) {
      reader.missed(around.history().missed(replay.wanted(), replay.held()));
    } else if (action instanceof SessionAction.Restore) {
      throw new AssertionError("nobody asked for what is stored");
    } else if (action instanceof SessionAction.LookUpKeys) {
      throw new AssertionError("nobody sent a token in a message");
    } else if (action instanceof SessionAction.Leave leave) {
      joined.leave(leave.channel());
    } else if (action instanceof SessionAction.Close close) {
      end(close.code(), close.reason());
    } else {
      throw new AssertionError("an action nobody performs: " + action);
    }
  }

  private void note(ServerFrame.Subscribed reply) {
    around.metrics().subscribed(session.subscriptions());
    if (isAudited()) {
      around.audit().subscribed(user, id, reply.names(), reply.rejectedNames());
    }
  }

  @Override
  public final void join(Subscription subscription) {
    around.readers().join(reader, subscription);
    pace(subscription.intervalMs());
  }

  @Override
  public final boolean leave(Channel channel) {
    return around.readers().leave(reader, channel);
  }

  @Override
  public final void snapshot(Publication quote) {
    reader.begin(quote);
  }

  /** Ends what it holds here, once. */
  private void finish() {
    if (!over) {
      over = true;
      session.end();
      budget.leave();
      joined.leaveAll();
      onGone.run();
    }
  }

  /**
   * The response is ended.
   *
   * @param written completes when its last bytes are on their way; not waited for long
   */
  final void ended(Future<Void> written) {
    finish();
    around
        .context()
        .owner()
        .setTimer(
            CLOSING_MS,
            ignored -> {
              if (!written.isComplete()) {
                cut();
              }
            });
  }

  /** It failed, and what it would say next cannot be trusted: the client comes back. */
  final void broken() {
    finish();
    cut();
  }

  /** Every public way to close waits for the reader to take what was written, as on WebSockets. */
  @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it any more.
  final void cut() {
    if (request.connection() instanceof HttpServerConnection internal) {
      internal.channelHandlerContext().close();
    }
  }

  /** Sends what waits, as far as it is taken. */
  abstract void flush(long nowMs);

  abstract void tell(ServerFrame frame);

  /** Ends the response with the reason. */
  abstract void end(CloseCode code, String reason);

  /** How often quotes are wanted. */
  abstract void pace(int intervalMs);

  /** Whether it is told who reads; not of each call of a conversation. */
  boolean isAudited() {
    return true;
  }
}
