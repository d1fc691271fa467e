package io.tickwire.feed.socket;

import io.tickwire.feed.venue.Topic;
import java.util.List;

/** Hears what the connection carries. */
interface TopicCarrier {
  /** Data frames of this topic may come from now on. */
  void known(Topic topic);

  void forgotten(Topic topic);

  /** Acknowledged: what happens from now on is delivered. */
  void held(List<Topic> topics);

  /** No longer. */
  void letGo(List<Topic> topics);
}
