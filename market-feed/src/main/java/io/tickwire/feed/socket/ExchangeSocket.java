package io.tickwire.feed.socket;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries the topics it is told to, for as long as it takes. Usually by one connection; when that
 * has grown old a second one is opened and filled beside it, and the older closed only when the
 * younger carries everything. Each connection comes back by itself, see {@link SocketLife}.
 * Confined to the feed's event loop, except {@link #status}, {@link #state}, {@link #topics} and
 * {@link #stalenessMs}.
 */
public final class ExchangeSocket {
  /**
   * Settings and surroundings that all sockets of a feed share.
   *
   * @param run names this run of the feed at the exchange
   */
  public record Surroundings(
      Timers timers,
      Transport transport,
      VenueRest rest,
      Venue venue,
      SocketConfig config,
      RandomGenerator random,
      String run,
      ConnectPacer pacer,
      SocketListener listener) {}

  private final Surroundings around;
  private final String id;
  private final Market market;
  private final LinkOwner owner = new Owner();
  private final Notices notices = new Notices();
  private final SocketGauges gauges = new SocketGauges();
  private final Coverage coverage = new Coverage(this::isHeld);
  private final SocketLog log;
  private final Rotation rotation;
  private final Alarm rotationAlarm;
  private SocketLink current;
  private @Nullable SocketLink successor;
  private long attempts;
  private boolean closed;

  /**
   * Nothing is connected before something is desired.
   *
   * @param id unique among the sockets of a feed
   */
  public ExchangeSocket(Surroundings around, String id, Market market) {
    this.around = around;
    this.id = id;
    this.market = market;
    this.log = new SocketLog(id, market);
    this.rotation = new Rotation(around.config(), around.random());
    this.rotationAlarm = new Alarm(around.timers(), () -> owner.during(() -> {}));
    this.current = new SocketLink(around, market, owner);
  }

  /** Replaces the topics; the exchange learns of it at once, or when the socket is live again. */
  public void desire(Collection<Topic> desired) {
    owner.during(
        () -> {
          if (!closed) {
            // In the order asked, so that one seed gives one run.
            Set<Topic> topics = new LinkedHashSet<>(desired);
            tell(coverage.desire(topics), true);
            current.desire(topics);
            if (successor != null) {
              successor.desire(topics);
            }
          }
        });
  }

  /** Closes for good. */
  public void close() {
    owner.during(
        () -> {
          if (!closed) {
            closed = true;
            tell(coverage.desire(List.of()), true);
            current.close();
            if (successor != null) {
              successor.close();
            }
          }
        });
  }

  private boolean isHeld(Topic topic) {
    return current.holds(topic) || (successor != null && successor.holds(topic));
  }

  private void tell(Coverage.Change change, boolean covered) {
    notices.add(
        () ->
            change.tell(
                topics -> {
                  if (covered) {
                    around.listener().onCovered(this, topics);
                  } else {
                    around.listener().onInterrupted(this, topics);
                  }
                }));
  }

  /** After every event: rotates when it is time, and hands over when that may be. */
  private void review() {
    long nowMs = around.timers().nowMs();
    SocketLink next = successor;
    if (closed) {
      rotation.down();
    } else if (next == null) {
      if (rotation.isDue(nowMs) && !coverage.desired().isEmpty()) {
        rotate();
      }
    } else if (current.state() != SocketState.LIVE) {
      takeOver(next, "the older connection is gone");
    } else {
      boolean ready =
          next.state() == SocketState.LIVE && coverage.isTakenOver(current::holds, next::holds);
      if (rotation.isDone(ready, next.hasDelivered(), current.provenMs(), nowMs)) {
        takeOver(next, "it carries everything");
      }
    }
    boolean idle = successor == null && coverage.desired().isEmpty();
    rotationAlarm.set(idle ? Rotation.NEVER : rotation.nextMs(successor != null, nowMs));
    gauges.set(current, successor, coverage.desired().size(), coverage.covered(), attempts);
  }

  private void rotate() {
    log.rotating();
    SocketLink next = new SocketLink(around, market, owner);
    successor = next;
    next.desire(coverage.desired());
  }

  private void takeOver(SocketLink next, String why) {
    log.takenOver(why);
    SocketLink former = current;
    current = next;
    successor = null;
    if (next.state() == SocketState.LIVE) {
      rotation.live(next.liveSinceMs());
    } else {
      rotation.down();
    }
    former.close();
  }

  private final class Owner implements LinkOwner {
    @Override
    public void during(Runnable event) {
      notices.during(
          () -> {
            event.run();
            review();
          });
    }

    @Override
    public String nextConnectId() {
      return around.run() + "-" + id + "-" + attempts;
    }

    @Override
    public void onTick(Tick tick, long nowMs) {
      gauges.data(nowMs);
      around.listener().onTick(ExchangeSocket.this, tick);
    }

    @Override
    public void onMessage() {
      gauges.received();
    }

    @Override
    public void onRejected(VenueFrame.Rejected rejected) {
      around.listener().onRejected(ExchangeSocket.this, rejected);
    }

    @Override
    public void onState(SocketLink link, SocketState state) {
      if (state == SocketState.GETTING_TOKEN) {
        attempts++;
      }
      if (link == current && state == SocketState.LIVE) {
        rotation.live(link.liveSinceMs());
      } else if (link == current) {
        rotation.down();
      }
      log.entered(state, link == successor, coverage.desired().size(), attempts);
      notices.add(() -> around.listener().onStateChange(ExchangeSocket.this));
    }

    @Override
    public void onLoss(SocketLink link, LossReason reason, String detail, long pauseMs) {
      log.lost(reason, detail, link == successor, pauseMs, attempts);
      notices.add(() -> around.listener().onLoss(ExchangeSocket.this, reason));
    }

    @Override
    public void onRefused(VenueFrame.Failure failure, Reaction reaction) {
      log.refused(failure, reaction, around.timers().nowMs());
    }

    @Override
    public void onHeld(List<Topic> topics) {
      tell(coverage.update(topics, true), true);
    }

    @Override
    public void onLetGo(SocketLink link, List<Topic> topics) {
      SocketLink other = link == current ? successor : current;
      if (other != null) {
        Coverage.Change gaps =
            coverage.covered(
                topics.stream()
                    .filter(topic -> other.holds(topic) && !link.isContinuedBy(other, topic))
                    .toList());
        tell(gaps, false);
        tell(gaps, true);
      }
      tell(coverage.update(topics, false), false);
    }

    @Override
    public void onTopicLimit(int topics) {
      notices.add(() -> around.listener().onTopicLimit(ExchangeSocket.this, topics));
    }

    @Override
    public void onSilent(Topic topic) {
      notices.add(() -> around.listener().onSilent(ExchangeSocket.this, topic));
    }
  }

  public String id() {
    return id;
  }

  public Market market() {
    return market;
  }

  /** Of the connection that carries the topics; any thread. */
  public SocketState state() {
    return gauges.state();
  }

  /** How many are desired; any thread. */
  public int topics() {
    return gauges.topics();
  }

  /** Milliseconds without a tick while live; 0 while not, any thread. */
  public long stalenessMs() {
    return gauges.stalenessMs(around.timers().nowMs());
  }

  /** Any thread. */
  public SocketStatus status() {
    return gauges.status(id, market, around.timers().nowMs());
  }
}
