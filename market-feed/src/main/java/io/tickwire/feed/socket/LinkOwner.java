package io.tickwire.feed.socket;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import java.util.List;

/** The socket that a {@link SocketLink} belongs to. */
interface LinkOwner {
  /** Every event goes through here. */
  void during(Runnable event);

  /** Names a connection at the exchange; never the same twice. */
  String nextConnectId();

  /** Hot path, for whatever arrives. */
  void onMessage();

  /** Hot path. */
  void onTick(Tick tick, long nowMs);

  void onRejected(VenueFrame.Rejected rejected);

  void onState(SocketLink link, SocketState state);

  void onLoss(SocketLink link, LossReason reason, String detail, long pauseMs);

  void onRefused(VenueFrame.Failure failure, Reaction reaction);

  void onHeld(List<Topic> topics);

  void onLetGo(SocketLink link, List<Topic> topics);

  void onTopicLimit(int topics);

  void onSilent(Topic topic);
}
