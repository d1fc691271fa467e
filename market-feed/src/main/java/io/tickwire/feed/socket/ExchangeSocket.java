package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket to the exchange that carries the topics it is told to, for as long as it takes:
 * whatever ends a connection, it comes back with a new token and subscribes anew. Before the
 * exchange would cut a connection for its age, a second one takes over: it subscribes to everything
 * and delivers before the first one closes. Confined to the feed's event loop, except {@link
 * #status}.
 *
 * <pre>
 * IDLE → CONNECTING           there is something to carry; {@link LinkState} has the steps
 * CONNECTING → LIVE           welcome
 * CONNECTING, LIVE → BACKING_OFF   lost, and no second connection is there
 * LIVE → CONNECTING           lost while the second connection is still on its way
 * BACKING_OFF → CONNECTING    the pause is over
 * any → CLOSED                closed by us
 * </pre>
 */
public final class ExchangeSocket {
  /** Settings and surroundings that all sockets of a feed share. */
  public record Surroundings(
      Timers timers,
      Transport transport,
      VenueRest rest,
      Venue venue,
      SocketConfig config,
      ConnectPacer pacer,
      RandomGenerator random,
      String run,
      SocketListener listener) {}

  private static final Logger log = LoggerFactory.getLogger(ExchangeSocket.class);
  private static final long NEVER = Long.MIN_VALUE;
  private static final long TAKE_OVER_CHECK_MS = 250;
  private static final long TAKE_OVER_GRACE_MS = 30_000;
  private static final long LONGEST_STALE_MS = 600_000;

  private final Surroundings around;
  private final String id;
  private final Market market;
  private final BackOff backOff;
  private final BackOff rotationBackOff;
  private final Set<Topic> covered = new HashSet<>();
  private Set<Topic> desired = Set.of();
  private @Nullable SocketLink link;
  private @Nullable SocketLink successor;
  private Timers.@Nullable Timer pause;
  private Timers.@Nullable Timer rotation;
  private long staleAfterMs;
  private long counted;

  // Written on the event loop, read by the admin port.
  private volatile SocketState state = SocketState.IDLE;
  private volatile long attempts;
  private volatile long liveSinceMs = NEVER;
  private volatile long lastDataMs = NEVER;
  private volatile int topics;
  private volatile int acknowledged;
  private volatile boolean rotating;
  private volatile long messages;

  /**
   * @param id unique among the sockets of a feed
   */
  public ExchangeSocket(Surroundings around, String id, Market market) {
    this.around = around;
    this.id = id;
    this.market = market;
    SocketConfig config = around.config();
    this.backOff = new BackOff(config.reconnectFirst(), config.reconnectLongest(), around.random());
    this.rotationBackOff =
        new BackOff(config.reconnectFirst(), config.reconnectLongest(), around.random());
    this.staleAfterMs = config.watch().staleAfter().toMillis();
  }

  /** Replaces the topics; the exchange learns of it at once, or when the socket is live. */
  public void desire(Collection<Topic> next) {
    desired = Set.copyOf(next);
    topics = desired.size();
    covered.retainAll(desired);
    if (state == SocketState.IDLE && !desired.isEmpty()) {
      connect();
      return;
    }
    if (link != null) {
      link.desire(desired);
    }
    if (successor != null) {
      successor.desire(desired);
    }
    count();
  }

  private void connect() {
    pause = null;
    enter(SocketState.CONNECTING);
    SocketLink opened = open();
    link = opened;
    opened.open();
  }

  private SocketLink open() {
    long attempt = attempts + 1;
    attempts = attempt;
    return new SocketLink(
        around,
        market,
        around.run() + "-" + id + "-" + attempt,
        staleAfterMs,
        desired,
        new LinkOwner());
  }

  private final class LinkOwner implements SocketLink.Owner {
    @Override
    public void onLive(SocketLink live) {
      if (live.equals(link)) {
        wentLive(live);
      }
    }

    @Override
    public void onTick(Tick tick) {
      lastDataMs = around.timers().nowMs();
      messages = ++counted;
      around.listener().onTick(ExchangeSocket.this, tick);
    }

    @Override
    public void onRejected(VenueFrame.Rejected rejected) {
      around.listener().onRejected(ExchangeSocket.this, rejected);
    }

    @Override
    public void onAcknowledged(SocketLink from, List<Topic> held) {
      List<Topic> news = new ArrayList<>();
      for (Topic topic : held) {
        if (desired.contains(topic) && covered.add(topic)) {
          news.add(topic);
        }
      }
      count();
      if (!news.isEmpty()) {
        around.listener().onCovered(ExchangeSocket.this, news);
      }
    }

    @Override
    public void onTopicLimit(int limit) {
      around.listener().onTopicLimit(ExchangeSocket.this, limit);
    }

    @Override
    public void onSilent(SocketLink from, List<Topic> silent) {
      silent.forEach(topic -> around.listener().onSilent(ExchangeSocket.this, topic));
      interrupted();
    }

    @Override
    public void onEnd(SocketLink ended, String reason, boolean late) {
      if (ended.equals(successor)) {
        successorLost(reason);
      } else if (ended.equals(link)) {
        lost(ended, reason, late);
      }
    }
  }

  private void wentLive(SocketLink live) {
    liveSinceMs = live.liveSinceMs();
    enter(SocketState.LIVE);
    rotateAfter(rotationAgeMs());
  }

  private long rotationAgeMs() {
    long minMs = around.config().rotateAfterMin().toMillis();
    long maxMs = around.config().rotateAfterMax().toMillis();
    return minMs == maxMs ? minMs : around.random().nextLong(minMs, maxMs);
  }

  private void rotateAfter(long delayMs) {
    cancel(rotation);
    rotation = around.timers().after(delayMs, this::beginRotation);
  }

  /** Make before break: the second connection opens while the first one delivers. */
  private void beginRotation() {
    if (state != SocketState.LIVE || successor != null) {
      return;
    }
    log.info("socket rotating socket={} market={} topics={}", id, market.wireName(), topics);
    rotating = true;
    SocketLink opened = open();
    successor = opened;
    opened.open();
    awaitTakeOver(opened);
  }

  private void awaitTakeOver(SocketLink next) {
    around
        .timers()
        .after(
            TAKE_OVER_CHECK_MS,
            () -> {
              if (!next.equals(successor)) {
                return;
              }
              if (next.isReadyToTakeOver(TAKE_OVER_GRACE_MS)) {
                takeOver(next);
              } else {
                awaitTakeOver(next);
              }
            });
  }

  private void takeOver(SocketLink next) {
    SocketLink before = link;
    link = next;
    successor = null;
    rotating = false;
    rotationBackOff.reset();
    if (before != null) {
      before.close();
    }
    interrupted();
    if (next.isLive()) {
      wentLive(next);
    } else {
      liveSinceMs = NEVER;
      enter(SocketState.CONNECTING);
    }
    count();
  }

  private void successorLost(String reason) {
    successor = null;
    rotating = false;
    interrupted();
    long pauseMs = rotationBackOff.nextMs();
    log.warn(
        "rotation failed socket={} market={} pauseMs={} reason=\"{}\"",
        id,
        market.wireName(),
        pauseMs,
        reason);
    rotateAfter(pauseMs);
  }

  private void lost(SocketLink ended, String reason, boolean late) {
    if (state == SocketState.CLOSED) {
      return;
    }
    learnPatience(ended);
    cancel(rotation);
    rotation = null;
    SocketLink next = successor;
    if (next != null) {
      log.warn("socket lost while rotating socket={} reason=\"{}\"", id, reason);
      takeOver(next);
      return;
    }
    link = null;
    boolean wasStable =
        state == SocketState.LIVE
            && around.timers().nowMs() - liveSinceMs >= around.config().stableAfter().toMillis();
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
    interrupted();
    enter(SocketState.BACKING_OFF);
    pause = around.timers().after(pauseMs, this::connect);
  }

  /** Reconnecting for want of data helps once; where nothing is traded it would not. */
  private void learnPatience(SocketLink ended) {
    long firstMs = around.config().watch().staleAfter().toMillis();
    staleAfterMs = ended.wasSilent() ? Math.min(LONGEST_STALE_MS, 2 * staleAfterMs) : firstMs;
  }

  /** Says which topics no connection carries any more. */
  private void interrupted() {
    List<Topic> gone = new ArrayList<>();
    for (Topic topic : covered) {
      if (!isHeld(link, topic) && !isHeld(successor, topic)) {
        gone.add(topic);
      }
    }
    if (!gone.isEmpty()) {
      gone.forEach(covered::remove);
      around.listener().onInterrupted(this, gone);
    }
  }

  private static boolean isHeld(@Nullable SocketLink by, Topic topic) {
    return by != null && by.holds(topic);
  }

  private void count() {
    acknowledged = covered.size();
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

  /** Closes for good; its topics are neither covered nor interrupted any more. */
  public void close() {
    if (state == SocketState.CLOSED) {
      return;
    }
    cancel(pause);
    cancel(rotation);
    liveSinceMs = NEVER;
    covered.clear();
    enter(SocketState.CLOSED);
    if (link != null) {
      link.close();
    }
    if (successor != null) {
      successor.close();
    }
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
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

  /** Whether the exchange has acknowledged that topic to a connection that stands. */
  public boolean covers(Topic topic) {
    return covered.contains(topic);
  }

  /** Milliseconds without a tick while live; 0 while not, any thread. */
  public long stalenessMs() {
    long live = liveSinceMs;
    return live == NEVER ? 0 : around.timers().nowMs() - Math.max(live, lastDataMs);
  }

  /** Any thread. */
  public SocketStatus status() {
    long live = liveSinceMs;
    long data = lastDataMs;
    long nowMs = around.timers().nowMs();
    return new SocketStatus(
        id,
        market,
        state,
        topics,
        acknowledged,
        attempts,
        live == NEVER ? -1 : nowMs - live,
        data == NEVER ? -1 : nowMs - data,
        rotating,
        messages);
  }
}
