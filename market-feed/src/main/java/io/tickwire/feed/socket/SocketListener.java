package io.tickwire.feed.socket;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Collection;

/**
 * What a socket has to say to the feed; called on the feed's event loop. Any call may come from
 * within {@link ExchangeSocket#desire}; it may itself call {@code desire} or {@code close}.
 *
 * <p>For every desired topic {@link #onCovered} and {@link #onInterrupted} alternate, covered
 * first. A topic that is no longer desired is not heard of, and starts anew when it is desired
 * again.
 */
public interface SocketListener {
  /** Hot path. While a socket rotates, the same tick may come from both its connections. */
  void onTick(ExchangeSocket socket, Tick tick);

  void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected);

  /** It has another state, or its successor has. */
  void onStateChange(ExchangeSocket socket);

  /** A connection, or an attempt at one, was given up. Rotation is not a loss. */
  void onLoss(ExchangeSocket socket, LossReason reason);

  /** The exchange has acknowledged these: what happens from now on will be delivered. */
  void onCovered(ExchangeSocket socket, Collection<Topic> topics);

  /** What happened since the last tick of these may be missing. */
  void onInterrupted(ExchangeSocket socket, Collection<Topic> topics);

  /**
   * The socket is full; what it could not subscribe waits.
   *
   * @param topics how many fit by what the exchange says, 0 when it does not say
   */
  void onTopicLimit(ExchangeSocket socket, int topics);

  /** Acknowledged long ago and nothing came; it is subscribed anew. */
  void onSilent(ExchangeSocket socket, Topic topic);
}
