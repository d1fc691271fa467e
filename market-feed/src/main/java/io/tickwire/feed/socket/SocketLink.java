package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection from the wait for its slot to its end: token, upgrade, welcome, subscriptions,
 * pings, watchdogs. Ends once, and says why. {@link LinkState} lists the transitions. Knows no
 * Vert.x: time and network come through ports. Confined to one event loop.
 */
final class SocketLink {
  /** Told what happens to the connection. */
  interface Owner {
    void onLive(SocketLink link);

    void onTick(Tick tick);

    void onRejected(VenueFrame.Rejected rejected);

    /** The exchange has acknowledged these topics. */
    void onAcknowledged(SocketLink link, List<Topic> topics);

    void onTopicLimit(int topics);

    /** Acknowledged and never delivered; asked for anew. */
    void onSilent(SocketLink link, List<Topic> topics);

    /** Over, for that reason; {@code late} when the exchange asks for patience. */
    void onEnd(SocketLink link, String reason, boolean late);
  }

  private static final Logger log = LoggerFactory.getLogger(SocketLink.class);
  private static final long RECONCILE_MS = 250;
  private static final long RETRY_MS = 5_000;
  private static final long QUIET_MS = 10_000;
  private static final long LIMIT_MS = 60_000;
  private static final long SHELVE_MS = 600_000;

  private final ExchangeSocket.Surroundings around;
  private final Market market;
  private final String connectId;
  private final long staleAfterMs;
  private final Owner owner;
  private final Subscriptions subscriptions;
  private final FrameReader reader;
  private final MessageBudget budget = new MessageBudget();
  private final List<Timers.Timer> timers = new ArrayList<>();
  private LinkState state = LinkState.WAITING_FOR_SLOT;
  private Transport.@Nullable Connection connection;
  private @Nullable ConnectGrant grant;
  private @Nullable String unansweredPing;
  private long pings;
  private long liveSinceMs;
  private long lastDataMs = Long.MIN_VALUE;
  private long firstAckMs = Long.MIN_VALUE;
  private long completeSinceMs = Long.MIN_VALUE;
  private long quietUntilMs = Long.MIN_VALUE;
  private long messages;

  /**
   * @param connectId names the connection at the exchange
   * @param staleAfterMs how long it may bring no data at all
   */
  SocketLink(
      ExchangeSocket.Surroundings around,
      Market market,
      String connectId,
      long staleAfterMs,
      Collection<Topic> desired,
      Owner owner) {
    this.around = around;
    this.market = market;
    this.connectId = connectId;
    this.staleAfterMs = staleAfterMs;
    this.owner = owner;
    SocketConfig config = around.config();
    this.subscriptions =
        new Subscriptions(
            around.venue(),
            config.symbolsPerRequest(),
            config.ackTimeout().toMillis(),
            config.watch().firstDataAfter().toMillis());
    this.subscriptions.desire(desired);
    this.reader = around.venue().reader(subscriptions.lookup());
  }

  void open() {
    timers.add(around.pacer().next(this::getToken));
  }

  private void getToken() {
    enter(LinkState.GETTING_TOKEN);
    Timers.Timer timeout = after(connectTimeoutMs(), () -> end("no token in time", false));
    around
        .rest()
        .call(around.venue().grant(market), Priority.CONNECT)
        .onComplete(
            given -> {
              timeout.cancel();
              connect(given);
            },
            failure -> end("no token: " + failure.getMessage(), false));
  }

  private void connect(ConnectGrant given) {
    if (state == LinkState.ENDED) {
      return;
    }
    enter(LinkState.CONNECTING);
    grant = given;
    after(connectTimeoutMs(), this::endUnlessLive);
    connection =
        around
            .transport()
            .open(around.venue().uri(given, connectId), connectTimeoutMs(), new Receiver());
  }

  private long connectTimeoutMs() {
    return around.config().connectTimeout().toMillis();
  }

  private void endUnlessLive() {
    if (state != LinkState.LIVE) {
      end("no welcome within " + connectTimeoutMs() + " ms", false);
    }
  }

  private final class Receiver implements Transport.Receiver {
    @Override
    public void onOpen() {
      if (state == LinkState.CONNECTING) {
        enter(LinkState.AWAITING_WELCOME);
      }
    }

    @Override
    public void onMessage(byte[] bytes, int length) {
      if (state != LinkState.ENDED) {
        read(bytes, length);
      }
    }

    @Override
    public void onEnd(String reason) {
      end(reason, false);
    }
  }

  private void read(byte[] bytes, int length) {
    VenueFrame frame = reader.read(bytes, length, around.timers().epochNs());
    if (frame instanceof VenueFrame.Data data) {
      lastDataMs = around.timers().nowMs();
      messages++;
      subscriptions.heard();
      owner.onTick(data.tick());
    } else if (frame instanceof VenueFrame.Welcome) {
      onWelcome();
    } else if (frame instanceof VenueFrame.Ack ack) {
      onAck(ack.id());
    } else if (frame instanceof VenueFrame.Pong pong) {
      if (pong.id().equals(unansweredPing)) {
        unansweredPing = null;
      }
    } else if (frame instanceof VenueFrame.Failure failure) {
      onFailure(failure);
    } else if (frame instanceof VenueFrame.Rejected rejected) {
      owner.onRejected(rejected);
    } else if (frame instanceof VenueFrame.Ignored) {
      messages++;
    } else {
      throw new AssertionError(frame);
    }
  }

  private void onWelcome() {
    ConnectGrant given = grant;
    if (state == LinkState.LIVE || given == null) {
      return;
    }
    enter(LinkState.LIVE);
    liveSinceMs = around.timers().nowMs();
    timers.add(around.timers().every(given.pingIntervalMs(), () -> ping(given.pingTimeoutMs())));
    timers.add(around.timers().every(RECONCILE_MS, this::onTime));
    owner.onLive(this);
    reconcile();
  }

  private void onAck(String id) {
    long nowMs = around.timers().nowMs();
    List<Topic> held = subscriptions.acknowledged(id, nowMs);
    if (!held.isEmpty()) {
      firstAckMs = firstAckMs == Long.MIN_VALUE ? nowMs : firstAckMs;
      owner.onAcknowledged(this, held);
    }
    reconcile();
  }

  void desire(Collection<Topic> topics) {
    subscriptions.desire(topics);
    reconcile();
  }

  private void onTime() {
    long nowMs = around.timers().nowMs();
    long quietSinceMs = Math.max(firstAckMs, lastDataMs);
    if (quietSinceMs != Long.MIN_VALUE && nowMs - quietSinceMs >= staleAfterMs) {
      end("stale: no data for " + (nowMs - quietSinceMs) + " ms", false);
      return;
    }
    List<Topic> silent = subscriptions.renewSilent(nowMs);
    if (!silent.isEmpty()) {
      owner.onSilent(this, silent);
    }
    reconcile();
  }

  /** Sends what separates the desired from the acknowledged topics. */
  private void reconcile() {
    long nowMs = around.timers().nowMs();
    if (state != LinkState.LIVE || nowMs < quietUntilMs) {
      return;
    }
    int late = subscriptions.expire(nowMs);
    if (late > 0) {
      log.warn("acks are late, asking again connection={} requests={}", connectId, late);
    }
    for (Subscriptions.Request request : subscriptions.due(nowMs, budget.left(nowMs))) {
      budget.spend(nowMs);
      send(
          request.subscribe()
              ? around.venue().subscribe(request.id(), request.channel(), request.symbols())
              : around.venue().unsubscribe(request.id(), request.channel(), request.symbols()));
    }
    boolean complete = subscriptions.isCompleteButShelved(nowMs);
    completeSinceMs =
        !complete ? Long.MIN_VALUE : completeSinceMs == Long.MIN_VALUE ? nowMs : completeSinceMs;
  }

  /** On a fixed timer: the exchange cuts a client that says nothing, however much it sends. */
  private void ping(long timeoutMs) {
    String id = "ping-" + ++pings;
    if (unansweredPing == null) {
      unansweredPing = id;
      after(timeoutMs, () -> endUnlessAnswered(id, timeoutMs));
    }
    budget.spend(around.timers().nowMs());
    send(around.venue().ping(id));
  }

  private void endUnlessAnswered(String ping, long timeoutMs) {
    if (ping.equals(unansweredPing)) {
      end("stale: no pong within " + timeoutMs + " ms", false);
    }
  }

  private void onFailure(VenueFrame.Failure failure) {
    String id = failure.id();
    boolean ours = subscriptions.isUnderWay(id);
    Reaction reaction = around.venue().reaction(failure, ours);
    log.warn(
        "exchange refused connection={} code={} text=\"{}\" reaction={}",
        connectId,
        failure.code(),
        failure.text(),
        reaction);
    long nowMs = around.timers().nowMs();
    if (reaction instanceof Reaction.Reconnect) {
      end("refused: code=" + failure.code(), false);
    } else if (reaction instanceof Reaction.ReconnectLate) {
      end("refused: code=" + failure.code(), true);
    } else if (reaction instanceof Reaction.SlowDown) {
      quietUntilMs = nowMs + QUIET_MS;
    } else if (reaction instanceof Reaction.TopicLimit limit) {
      owner.onTopicLimit(limit.topics());
    } else if (reaction instanceof Reaction.BatchLimit limit) {
      subscriptions.limitBatch(limit.symbols());
    }
    if (id != null && ours && state != LinkState.ENDED) {
      putBack(id, reaction, nowMs);
    }
  }

  private void putBack(String id, Reaction reaction, long nowMs) {
    if (reaction instanceof Reaction.Shelve) {
      subscriptions.refusedOne(id, nowMs, nowMs + SHELVE_MS);
    } else if (reaction instanceof Reaction.BatchLimit) {
      subscriptions.refused(id, nowMs);
    } else if (reaction instanceof Reaction.TopicLimit) {
      subscriptions.refused(id, nowMs + LIMIT_MS);
    } else {
      subscriptions.refused(id, nowMs + RETRY_MS);
    }
    reconcile();
  }

  private void send(String text) {
    Transport.Connection open = connection;
    if (open != null && state != LinkState.ENDED) {
      open.send(text);
    }
  }

  private void end(String reason, boolean late) {
    if (state != LinkState.ENDED) {
      close();
      owner.onEnd(this, reason, late);
    }
  }

  /** Ends it without telling the owner. */
  void close() {
    if (state == LinkState.ENDED) {
      return;
    }
    enter(LinkState.ENDED);
    timers.forEach(Timers.Timer::cancel);
    timers.clear();
    if (connection != null) {
      connection.close();
    }
  }

  private void enter(LinkState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("impossible transition: " + state + " -> " + next);
    }
    state = next;
  }

  private Timers.Timer after(long delayMs, Runnable action) {
    Timers.Timer timer = around.timers().after(delayMs, action);
    timers.add(timer);
    return timer;
  }

  LinkState state() {
    return state;
  }

  boolean isLive() {
    return state == LinkState.LIVE;
  }

  boolean holds(Topic topic) {
    return state == LinkState.LIVE && subscriptions.holds(topic);
  }

  /** Whether it brought no data, though topics were acknowledged. */
  boolean wasSilent() {
    return firstAckMs != Long.MIN_VALUE && lastDataMs == Long.MIN_VALUE;
  }

  /** Whether it may replace another: all is acknowledged, and data came or long did not. */
  boolean isReadyToTakeOver(long graceMs) {
    return state == LinkState.LIVE
        && completeSinceMs != Long.MIN_VALUE
        && (lastDataMs != Long.MIN_VALUE || around.timers().nowMs() - completeSinceMs >= graceMs);
  }

  long liveSinceMs() {
    return liveSinceMs;
  }

  /** {@link Long#MIN_VALUE} when there was none. */
  long lastDataMs() {
    return lastDataMs;
  }

  long messages() {
    return messages;
  }
}
