package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.TopicTable;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shell of a {@link SocketLife}: gives it time, tokens and frames, and does what it says.
 * Confined to one event loop.
 */
final class SocketLink {
  private final ExchangeSocket.Surroundings around;
  private final Market market;
  private final LinkOwner owner;
  private final TopicTable topics = new TopicTable();
  private final SocketLife life;
  private final Alarm alarm;

  /** Nothing of an older one is listened to. */
  private @Nullable Attempt attempt;

  private long liveSinceMs;
  private boolean delivered;

  SocketLink(ExchangeSocket.Surroundings around, Market market, LinkOwner owner) {
    this.around = around;
    this.market = market;
    this.owner = owner;
    this.alarm = new Alarm(around.timers(), this::wake);
    this.life =
        new SocketLife(
            around.config(), around.venue(), around.pacer(), around.random(), new Deeds());
  }

  void desire(Collection<Topic> desired) {
    life.desire(desired, nowMs());
    setAlarm();
  }

  void close() {
    life.close();
    setAlarm();
  }

  private void wake() {
    owner.during(
        () -> {
          life.onTime(nowMs());
          setAlarm();
        });
  }

  private void setAlarm() {
    alarm.set(life.nextMs(nowMs()));
  }

  private long nowMs() {
    return around.timers().nowMs();
  }

  boolean holds(Topic topic) {
    return life.holds(topic);
  }

  /** Whether what this connection carried of that topic and the other now does leaves no gap. */
  boolean isContinuedBy(SocketLink other, Topic topic) {
    long othersMs = other.life.heldSinceMs(topic);
    return othersMs <= life.heldSinceMs(topic) || othersMs <= life.provenMs();
  }

  /** What the exchange sent before that time has arrived. */
  long provenMs() {
    return life.provenMs();
  }

  SocketState state() {
    return life.state();
  }

  /** Of this connection, when it is live. */
  long liveSinceMs() {
    return liveSinceMs;
  }

  /** Whether this connection has brought a tick. */
  boolean hasDelivered() {
    return delivered;
  }

  /** One attempt, from the token to the end of the connection. */
  private final class Attempt implements Transport.Receiver {
    private final FrameReader reader = around.venue().reader(this::find);
    private Transport.@Nullable Connection connection;
    private @Nullable Topic found;

    /** What the last frame was about. */
    private @Nullable Topic find(byte[] bytes, int from, int to) {
      found = topics.find(bytes, from, to);
      return found;
    }

    private void handle(Runnable event) {
      if (attempt == this) {
        owner.during(
            () -> {
              event.run();
              setAlarm();
            });
      }
    }

    @Override
    public void onOpen() {
      handle(() -> life.onOpen(nowMs()));
    }

    @Override
    public void onEnd(String reason) {
      handle(() -> life.onEnd(reason, nowMs()));
    }

    @Override
    public void onMessage(byte[] bytes, int length) {
      if (attempt != this) {
        return;
      }
      owner.onMessage();
      found = null;
      VenueFrame frame = reader.read(bytes, length, around.timers().epochNs());
      Topic topic = found;
      if (frame instanceof VenueFrame.Data data && topic != null) {
        onData(topic, data.tick());
      } else if (frame instanceof VenueFrame.Rejected rejected) {
        owner.onRejected(rejected);
      } else if (!(frame instanceof VenueFrame.Ignored)) {
        handle(() -> life.onFrame(frame, nowMs()));
      }
    }

    private void onData(Topic topic, Tick tick) {
      long nowMs = nowMs();
      life.onData(topic, nowMs);
      delivered = true;
      owner.onTick(tick, nowMs);
    }
  }

  private final class Deeds implements SocketActions {
    @Override
    public void getToken() {
      Attempt made = new Attempt();
      attempt = made;
      around
          .rest()
          .call(around.venue().grant(market), VenueRest.Priority.CONNECT)
          .onComplete(
              grant ->
                  around.timers().after(1, () -> made.handle(() -> life.onGrant(grant, nowMs()))),
              failure ->
                  around.timers().after(1, () -> made.onEnd("no token: " + failure.getMessage())));
    }

    @Override
    public void connect(ConnectGrant grant) {
      Attempt made = attempt;
      if (made != null) {
        made.connection =
            around
                .transport()
                .open(
                    around.venue().uri(grant, owner.nextConnectId()),
                    around.config().connectTimeout().toMillis(),
                    made);
      }
    }

    @Override
    public void send(String text) {
      Transport.Connection open = attempt == null ? null : attempt.connection;
      if (open != null) {
        open.send(text);
      }
    }

    @Override
    public void disconnect() {
      Attempt ended = attempt;
      attempt = null;
      delivered = false;
      if (ended != null && ended.connection != null) {
        ended.connection.close();
      }
    }

    @Override
    public void entered(SocketState state) {
      if (state == SocketState.LIVE) {
        liveSinceMs = nowMs();
      }
      owner.onState(SocketLink.this, state);
    }

    @Override
    public void lost(LossReason reason, String detail, long pauseMs) {
      owner.onLoss(SocketLink.this, reason, detail, pauseMs);
    }

    @Override
    public void refused(VenueFrame.Failure failure, Reaction reaction) {
      owner.onRefused(failure, reaction);
    }

    @Override
    public void known(Topic topic) {
      topics.put(around.venue().text(topic), topic);
    }

    @Override
    public void forgotten(Topic topic) {
      topics.remove(around.venue().text(topic));
    }

    @Override
    public void held(List<Topic> held) {
      owner.onHeld(held);
    }

    @Override
    public void letGo(List<Topic> gone) {
      owner.onLetGo(SocketLink.this, gone);
    }

    @Override
    public void silent(Topic topic) {
      owner.onSilent(topic);
    }

    @Override
    public void topicLimit(int limit) {
      owner.onTopicLimit(limit);
    }
  }
}
