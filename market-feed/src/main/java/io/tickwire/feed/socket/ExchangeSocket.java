package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.VenueFrame;
import io.tickwire.feed.venue.kucoin.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Clock;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket to the exchange that carries the topics it is told to, for as long as it takes:
 * whatever ends a connection, it comes back with a new token and subscribes anew. Confined to the
 * event loop it is started on, except {@link #status}.
 *
 * <pre>
 * IDLE → GETTING_TOKEN            started
 * GETTING_TOKEN → CONNECTING      a token came; never one of before
 * CONNECTING → LIVE               welcome
 * any of these three → BACKING_OFF   refused, closed, silent, too slow
 * BACKING_OFF → GETTING_TOKEN     the pause is over
 * any → CLOSED                    closed by us
 * </pre>
 */
public final class ExchangeSocket {
  /** Settings and surroundings that all sockets of a feed share. */
  public record Surroundings(
      Vertx vertx,
      WebSocketClient client,
      Clock clock,
      SocketConfig config,
      RandomGenerator random,
      String run,
      SocketListener listener) {}

  private static final Logger log = LoggerFactory.getLogger(ExchangeSocket.class);
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final int MAX_SOCKETS = 1_000;
  private static final int CLOSE_WITHIN_S = 2;
  private static final long NEVER = Long.MIN_VALUE;

  private final Surroundings around;
  private final String id;
  private final Market market;
  private final Supplier<Future<ConnectGrant>> grants;
  private final Subscriptions subscriptions;
  private final BackOff backOff;
  private @Nullable SocketLink link;
  private long timer = -1;

  // Written on the event loop, read by the admin port.
  private volatile SocketState state = SocketState.IDLE;
  private volatile long attempts;
  private volatile long liveSinceMs = NEVER;
  private volatile long lastDataMs = NEVER;
  private volatile int topics;
  private volatile int acknowledged;

  /**
   * @param id unique among the sockets of a feed
   * @param grants a new one at every call
   */
  public ExchangeSocket(
      Surroundings around, String id, Market market, Supplier<Future<ConnectGrant>> grants) {
    this.around = around;
    this.id = id;
    this.market = market;
    this.grants = grants;
    this.subscriptions =
        new Subscriptions(
            around.config().symbolsPerRequest(), around.config().ackTimeout().toMillis());
    this.backOff =
        new BackOff(
            around.config().reconnectFirst(), around.config().reconnectLongest(), around.random());
  }

  /** The client that suits the exchange: frames up to 1 MiB, no compression, bounded closes. */
  public static WebSocketClient client(Vertx vertx, SocketConfig config) {
    return vertx.createWebSocketClient(
        new WebSocketClientOptions()
            .setMaxFrameSize(MAX_FRAME_BYTES)
            .setMaxMessageSize(MAX_FRAME_BYTES)
            .setMaxConnections(MAX_SOCKETS)
            .setTryUsePerMessageCompression(false)
            .setTryUsePerFrameCompression(false)
            .setConnectTimeout((int) config.connectTimeout().toMillis())
            .setClosingTimeout(CLOSE_WITHIN_S));
  }

  /** Starts to connect; call once. */
  public void start() {
    connect();
  }

  /** Replaces the topics; the exchange learns of it at once, or when the socket is live again. */
  public void desire(Collection<Topic> desired) {
    subscriptions.desire(desired);
    topics = desired.size();
    if (link != null) {
      link.reconcile();
    }
  }

  private void connect() {
    long attempt = attempts + 1;
    attempts = attempt;
    enter(SocketState.GETTING_TOKEN);
    grants
        .get()
        .timeout(around.config().connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            grant -> connect(grant, attempt),
            failure -> lost("no token: " + failure.getMessage(), false));
  }

  private void connect(ConnectGrant grant, long attempt) {
    if (state == SocketState.CLOSED) {
      return;
    }
    enter(SocketState.CONNECTING);
    SocketLink opened =
        new SocketLink(
            around.vertx(),
            around.client(),
            around.clock(),
            around.config(),
            grant,
            around.run() + "-" + id + "-" + attempt,
            subscriptions,
            new LinkOwner());
    link = opened;
    opened.open();
  }

  private final class LinkOwner implements SocketLink.Owner {
    @Override
    public void onLive() {
      liveSinceMs = nowMs();
      lastDataMs = NEVER;
      enter(SocketState.LIVE);
    }

    @Override
    public void onFrame(VenueFrame frame) {
      if (frame instanceof VenueFrame.Data data) {
        lastDataMs = nowMs();
        around.listener().onTick(ExchangeSocket.this, data.tick());
      } else if (frame instanceof VenueFrame.Rejected rejected) {
        around.listener().onRejected(ExchangeSocket.this, rejected);
      }
    }

    @Override
    public void onAcknowledged(int count) {
      acknowledged = count;
    }

    @Override
    public void onEnd(String reason, boolean late) {
      lost(reason, late);
    }
  }

  private void lost(String reason, boolean late) {
    if (state == SocketState.CLOSED) {
      return;
    }
    link = null;
    boolean wasStable =
        state == SocketState.LIVE
            && nowMs() - liveSinceMs >= around.config().stableAfter().toMillis();
    if (wasStable) {
      backOff.reset();
    }
    long pauseMs = late ? backOff.longestPauseMs() : backOff.nextMs();
    log.warn(
        "socket lost socket={} market={} attempt={} failures={} pauseMs={} reason=\"{}\"",
        id,
        market.wireName(),
        attempts,
        backOff.failures(),
        pauseMs,
        reason);
    liveSinceMs = NEVER;
    acknowledged = 0;
    enter(SocketState.BACKING_OFF);
    timer = around.vertx().setTimer(pauseMs, ignored -> connect());
  }

  private void enter(SocketState next) {
    state = next;
    if (next != SocketState.BACKING_OFF) {
      log.info(
          "socket {} socket={} market={} topics={} attempt={}",
          next.name().toLowerCase(Locale.ROOT),
          id,
          market.wireName(),
          topics,
          attempts);
    }
    around.listener().onStateChange(this);
  }

  /** Closes for good, within seconds. */
  public Future<Void> close() {
    if (state == SocketState.CLOSED) {
      return Future.succeededFuture();
    }
    around.vertx().cancelTimer(timer);
    liveSinceMs = NEVER;
    enter(SocketState.CLOSED);
    SocketLink open = link;
    link = null;
    return open == null
        ? Future.succeededFuture()
        : open.abandon().timeout(CLOSE_WITHIN_S + 1, TimeUnit.SECONDS).otherwiseEmpty();
  }

  public String id() {
    return id;
  }

  public Market market() {
    return market;
  }

  public SocketState state() {
    return state;
  }

  public int topics() {
    return topics;
  }

  /** Milliseconds without a tick while live; 0 while not, any thread. */
  public long stalenessMs() {
    long live = liveSinceMs;
    return live == NEVER ? 0 : nowMs() - Math.max(live, lastDataMs);
  }

  /** Any thread. */
  public SocketStatus status() {
    long live = liveSinceMs;
    long data = lastDataMs;
    return new SocketStatus(
        id,
        market,
        state,
        topics,
        acknowledged,
        attempts,
        live == NEVER ? -1 : nowMs() - live,
        data == NEVER ? -1 : nowMs() - data);
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
