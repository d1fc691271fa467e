package io.tickwire.feed.socket;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Collection;

/** What a socket has to say to the feed; called on the feed's event loop. */
public interface SocketListener {
  void onTick(ExchangeSocket socket, Tick tick);

  void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected);

  /** It went live, was lost or was closed. */
  void onStateChange(ExchangeSocket socket);

  /**
   * The exchange has acknowledged these: whatever happens from now on will be delivered. Alternates
   * with {@link #onInterrupted} for each topic.
   */
  void onCovered(ExchangeSocket socket, Collection<Topic> topics);

  /** These were covered and no longer are, though they are still desired. */
  void onInterrupted(ExchangeSocket socket, Collection<Topic> topics);

  /**
   * The exchange takes fewer topics on a socket than it was asked for.
   *
   * @param topics its number, 0 when it did not say
   */
  void onTopicLimit(ExchangeSocket socket, int topics);

  /** Acknowledged and never delivered: it is being asked for again. */
  void onSilent(ExchangeSocket socket, Topic topic);
}
