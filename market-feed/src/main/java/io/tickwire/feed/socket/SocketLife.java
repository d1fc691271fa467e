package io.tickwire.feed.socket;

import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Collection;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one connection to the exchange does, attempt after attempt: whatever ends it, it
 * comes back with a new token and subscribes anew. Pure: it is told the time and what happened, and
 * says through {@link SocketActions} what is to be done. Not thread-safe; actions must not call
 * back from within.
 *
 * <pre>
 * IDLE → WAITING_FOR_SLOT            something is desired
 * WAITING_FOR_SLOT → GETTING_TOKEN   it is our turn
 * WAITING_FOR_SLOT → IDLE            nothing is desired any more
 * GETTING_TOKEN → CONNECTING         a token came; never one of before
 * GETTING_TOKEN → BACKING_OFF        no token, or not in time
 * CONNECTING → AWAITING_WELCOME      the connection stands
 * CONNECTING → BACKING_OFF           it does not, or not in time
 * AWAITING_WELCOME → LIVE            welcome
 * AWAITING_WELCOME → BACKING_OFF     refused, cut, or none in time
 * LIVE → BACKING_OFF                 refused, cut, no pong, no data, no acks
 * LIVE → IDLE                        nothing has been desired for a minute
 * BACKING_OFF → WAITING_FOR_SLOT     the pause is over
 * BACKING_OFF → IDLE                 the pause is over and nothing is desired
 * any but CLOSED → CLOSED            closed by us
 * </pre>
 */
final class SocketLife {
  static final long NEVER = Long.MAX_VALUE;
  private static final long IDLE_AFTER_MS = 60_000;

  private final SocketConfig config;
  private final Venue venue;
  private final ConnectPacer pacer;
  private final SocketActions actions;
  private final BackOff backOff;
  private final Subscriptions subscriptions;
  private final SilenceWatch silence;
  private final RefusalResponse refusals;
  private SocketState state = SocketState.IDLE;

  /** When the state is over by itself. */
  private long deadlineMs = NEVER;

  private long slotMs;
  private long liveSinceMs;
  private long provenMs = Long.MIN_VALUE;
  private @Nullable LiveTraffic traffic;
  private @Nullable ConnectGrant grant;

  SocketLife(
      SocketConfig config,
      Venue venue,
      ConnectPacer pacer,
      RandomGenerator random,
      SocketActions actions) {
    this.config = config;
    this.venue = venue;
    this.pacer = pacer;
    this.actions = actions;
    this.backOff = new BackOff(config.reconnectFirst(), config.reconnectLongest(), random);
    this.subscriptions =
        new Subscriptions(
            config.symbolsPerRequest(),
            config.ackTimeout().toMillis(),
            config.firstDataAfter().toMillis(),
            actions);
    this.silence = new SilenceWatch(config.staleAfter().toMillis());
    this.refusals = new RefusalResponse(subscriptions);
  }

  /** Replaces the topics; the exchange learns of it at once, or when the connection is live. */
  void desire(Collection<Topic> topics, long nowMs) {
    if (state == SocketState.CLOSED) {
      return;
    }
    subscriptions.desire(topics);
    boolean wanted = subscriptions.desired() > 0;
    if (state == SocketState.IDLE && wanted) {
      awaitSlot(nowMs);
    } else if (state == SocketState.WAITING_FOR_SLOT && !wanted) {
      pacer.giveBack(slotMs);
      enter(SocketState.IDLE, NEVER);
    } else if (traffic != null) {
      deadlineMs = wanted ? NEVER : Math.min(deadlineMs, nowMs + IDLE_AFTER_MS);
      traffic.request(nowMs);
    }
  }

  private void awaitSlot(long nowMs) {
    slotMs = pacer.reserve(nowMs);
    enter(SocketState.WAITING_FOR_SLOT, slotMs);
    if (nowMs >= slotMs) {
      getToken(nowMs);
    }
  }

  private void getToken(long nowMs) {
    enter(SocketState.GETTING_TOKEN, nowMs + config.connectTimeout().toMillis());
    actions.getToken();
  }

  void onGrant(ConnectGrant news, long nowMs) {
    if (state == SocketState.GETTING_TOKEN) {
      grant = news;
      enter(SocketState.CONNECTING, nowMs + config.connectTimeout().toMillis());
      actions.connect(news);
    }
  }

  void onOpen(long nowMs) {
    if (state == SocketState.CONNECTING) {
      enter(SocketState.AWAITING_WELCOME, nowMs + config.connectTimeout().toMillis());
    }
  }

  /** What was under way has failed or was ended by the other side. */
  void onEnd(String detail, long nowMs) {
    switch (state) {
      case GETTING_TOKEN -> {
        pacer.giveBack(slotMs);
        lose(LossReason.NO_TOKEN, detail, nowMs);
      }
      case CONNECTING -> lose(LossReason.NOT_CONNECTED, detail, nowMs);
      case AWAITING_WELCOME, LIVE -> lose(LossReason.CUT, detail, nowMs);
      case IDLE, WAITING_FOR_SLOT, BACKING_OFF, CLOSED -> {}
    }
  }

  /** Anything but data. */
  void onFrame(VenueFrame frame, long nowMs) {
    if (frame instanceof VenueFrame.Failure failure) {
      onFailure(failure, nowMs);
    } else if (frame instanceof VenueFrame.Welcome && state == SocketState.AWAITING_WELCOME) {
      onWelcome(nowMs);
    } else if (traffic != null && frame instanceof VenueFrame.Pong pong) {
      provenMs = traffic.onPong(pong.id());
    } else if (traffic != null && frame instanceof VenueFrame.Ack ack) {
      subscriptions.acknowledged(ack.id(), nowMs);
      traffic.request(nowMs);
    }
  }

  private void onWelcome(long nowMs) {
    ConnectGrant used = grant;
    if (used == null) {
      throw new IllegalStateException("welcomed without a token");
    }
    liveSinceMs = nowMs;
    provenMs = Long.MIN_VALUE;
    LiveTraffic opened = new LiveTraffic(venue, used, subscriptions, silence, actions::send, nowMs);
    traffic = opened;
    enter(SocketState.LIVE, subscriptions.desired() > 0 ? NEVER : nowMs + IDLE_AFTER_MS);
    opened.request(nowMs);
  }

  /** Hot path. */
  void onData(Topic topic, long nowMs) {
    silence.onData(nowMs);
    subscriptions.onData(topic);
  }

  private void onFailure(VenueFrame.Failure failure, long nowMs) {
    if (state != SocketState.AWAITING_WELCOME && state != SocketState.LIVE) {
      return;
    }
    Reaction reaction = venue.reaction(failure, subscriptions.isUnderWay(failure.id()));
    actions.refused(failure, reaction);
    if (reaction instanceof Reaction.Reconnect || reaction instanceof Reaction.ReconnectLate) {
      String detail = "code=" + failure.code() + " text=" + failure.text();
      lose(LossReason.REFUSED, detail, nowMs, reaction instanceof Reaction.ReconnectLate);
      return;
    }
    refusals.apply(failure.id(), reaction, nowMs);
    if (reaction instanceof Reaction.TopicLimit limit) {
      actions.topicLimit(limit.topics());
    }
    if (traffic != null) {
      if (reaction instanceof Reaction.SlowDown) {
        traffic.mute(nowMs);
      }
      traffic.request(nowMs);
    }
  }

  /** Does what has come due. */
  void onTime(long nowMs) {
    LiveTraffic live = traffic;
    if (live != null) {
      live(live, nowMs);
    } else if (nowMs >= deadlineMs) {
      switch (state) {
        case WAITING_FOR_SLOT -> getToken(nowMs);
        case GETTING_TOKEN -> onEnd("no token in time", nowMs);
        case CONNECTING -> onEnd("not connected in time", nowMs);
        case AWAITING_WELCOME -> lose(LossReason.NO_WELCOME, "no welcome in time", nowMs);
        case BACKING_OFF -> resume(nowMs);
        case IDLE, LIVE, CLOSED -> {}
      }
    }
  }

  private void resume(long nowMs) {
    if (subscriptions.desired() > 0) {
      awaitSlot(nowMs);
    } else {
      enter(SocketState.IDLE, NEVER);
    }
  }

  private void live(LiveTraffic live, long nowMs) {
    LossReason fault = live.fault(nowMs);
    if (fault != null) {
      lose(fault, "given up by us", nowMs);
    } else if (nowMs >= deadlineMs) {
      disconnect();
      enter(SocketState.IDLE, NEVER);
    } else {
      subscriptions.silent(nowMs).forEach(actions::silent);
      live.ping(nowMs);
      live.request(nowMs);
    }
  }

  private void lose(LossReason reason, String detail, long nowMs) {
    lose(reason, detail, nowMs, false);
  }

  private void lose(LossReason reason, String detail, long nowMs, boolean late) {
    if (traffic != null && nowMs - liveSinceMs >= config.stableAfter().toMillis()) {
      backOff.reset();
    }
    long pauseMs = late ? backOff.longestPauseMs() : backOff.nextMs();
    disconnect();
    actions.lost(reason, detail, pauseMs);
    enter(SocketState.BACKING_OFF, nowMs + pauseMs);
  }

  private void disconnect() {
    traffic = null;
    grant = null;
    actions.disconnect();
    subscriptions.disconnected();
  }

  /** For good. */
  void close() {
    if (state == SocketState.WAITING_FOR_SLOT) {
      pacer.giveBack(slotMs);
    }
    if (state.isUnderWay()) {
      disconnect();
    }
    if (state != SocketState.CLOSED) {
      enter(SocketState.CLOSED, NEVER);
    }
  }

  private void enter(SocketState next, long untilMs) {
    if (!state.leadsTo(next)) {
      throw new IllegalStateException("a socket does not go from " + state + " to " + next);
    }
    state = next;
    deadlineMs = untilMs;
    actions.entered(next);
  }

  /** When {@link #onTime} has something to do at the earliest. */
  long nextMs(long nowMs) {
    LiveTraffic live = traffic;
    return live == null ? deadlineMs : Math.min(deadlineMs, live.nextMs(nowMs));
  }

  SocketState state() {
    return state;
  }

  boolean holds(Topic topic) {
    return subscriptions.holds(topic);
  }

  /** Since when it holds that topic, or held it last. */
  long heldSinceMs(Topic topic) {
    return subscriptions.heldSinceMs(topic);
  }

  /** What the exchange sent before that time has arrived; of the last connection, if it is over. */
  long provenMs() {
    return provenMs;
  }
}
