package io.tickwire.feed.socket;

import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.Venue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one live connection sends, when, and whether it is still good. Pure, not thread-safe. */
final class LiveTraffic {
  /** After so many requests in a row without an ack the connection is given up. */
  private static final int MOST_UNANSWERED = 5;

  private static final long MUTE_MS = 10_000;

  private final Venue venue;
  private final Subscriptions subscriptions;
  private final SilenceWatch silence;
  private final Consumer<String> send;
  private final Heartbeat heartbeat;
  private final MessageBudget budget = new MessageBudget();
  private long mutedUntilMs = Long.MIN_VALUE;

  LiveTraffic(
      Venue venue,
      ConnectGrant grant,
      Subscriptions subscriptions,
      SilenceWatch silence,
      Consumer<String> send,
      long nowMs) {
    this.venue = venue;
    this.subscriptions = subscriptions;
    this.silence = silence;
    this.send = send;
    this.heartbeat = new Heartbeat(grant, nowMs);
    silence.connected(grant.pingIntervalMs());
  }

  /** Up to when the connection is known to have been whole. */
  long onPong(String id) {
    heartbeat.onPong(id);
    return heartbeat.provenMs();
  }

  /** Why the connection is no good any more, null when it is. */
  @Nullable LossReason fault(long nowMs) {
    int unanswered = subscriptions.expire(nowMs);
    if (heartbeat.isUnanswered(nowMs)) {
      return LossReason.NO_PONG;
    }
    if (silence.isTooLong(nowMs)) {
      silence.lost(nowMs);
      return LossReason.NO_DATA;
    }
    return unanswered >= MOST_UNANSWERED ? LossReason.NO_ACK : null;
  }

  /** Nothing but pings for a while. */
  void mute(long nowMs) {
    mutedUntilMs = nowMs + MUTE_MS;
  }

  void ping(long nowMs) {
    if (heartbeat.isDue(nowMs)) {
      budget.spend(nowMs);
      send.accept(venue.ping(heartbeat.next(nowMs)));
    }
  }

  /** Sends what separates the desired from the acknowledged topics, as far as it may. */
  void request(long nowMs) {
    if (nowMs >= mutedUntilMs) {
      for (Subscriptions.Request request : subscriptions.due(nowMs, budget.left(nowMs))) {
        budget.spend(nowMs);
        send.accept(
            request.subscribe()
                ? venue.subscribe(request.id(), request.channel(), request.symbols())
                : venue.unsubscribe(request.id(), request.channel(), request.symbols()));
      }
    }
    silence.holding(subscriptions.held() > 0, nowMs);
  }

  /** When there is something to do, if nothing happens until then. */
  long nextMs(long nowMs) {
    long workMs = subscriptions.nextMs();
    if (workMs <= nowMs) {
      // It could not be sent at once: muted, or too much was sent of late.
      workMs = Math.max(mutedUntilMs, budget.freeAtMs(nowMs));
    }
    return Math.min(workMs, Math.min(heartbeat.nextMs(), silence.deadlineMs(nowMs)));
  }
}
