package io.tickwire.feed.socket;

import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;

/**
 * What a {@link SocketLife} wants done; must not call back from within. {@link TopicCarrier} is
 * told of topics.
 */
interface SocketActions extends TopicCarrier {
  /** Answered by {@link SocketLife#onGrant} or {@link SocketLife#onEnd}. */
  void getToken();

  /** Answered by {@link SocketLife#onOpen} or {@link SocketLife#onEnd}. */
  void connect(ConnectGrant grant);

  void send(String text);

  /** Whatever is under way for this attempt must not be heard of any more. */
  void disconnect();

  void entered(SocketState state);

  /** Before it enters {@link SocketState#BACKING_OFF} for that long. */
  void lost(LossReason reason, String detail, long pauseMs);

  /** An error frame, and what it makes us do. */
  void refused(VenueFrame.Failure failure, Reaction reaction);

  void silent(Topic topic);

  /**
   * @param topics that this connection holds by what the exchange says, 0 when it does not say
   */
  void topicLimit(int topics);
}
