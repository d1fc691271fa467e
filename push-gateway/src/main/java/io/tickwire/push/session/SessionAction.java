package io.tickwire.push.session;

import io.tickwire.push.admission.Limit;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;
import java.util.List;

/** What the shell has to do for a session, in the order given. */
public sealed interface SessionAction {
  record Send(ServerFrame frame) implements SessionAction {}

  /** The client wanted more than it may; what it is told follows. */
  record Limited(Limit limit) implements SessionAction {}

  /** A WebSocket ping: every client answers it, also one that never speaks. */
  record Ping() implements SessionAction {}

  /** From now on the events of this channel go to the connection. */
  record Join(Subscription subscription) implements SessionAction {}

  /**
   * Sends what was missed, all at once and after what was replied; what comes from now on follows.
   *
   * @param wanted whose events are missing
   * @param held whose events this connection has had since then
   */
  record Replay(List<Missed> wanted, List<Missed> held) implements SessionAction {
    public Replay {
      wanted = List.copyOf(wanted);
      held = List.copyOf(held);
    }
  }

  /** Looks up what the user has stored and tells it to {@link Session#onRestored}. */
  record Restore(String user) implements SessionAction {}

  /** Looks for newer keys to judge tokens with and tells {@link Session#onKeys} when it is done. */
  record LookUpKeys() implements SessionAction {}

  record Leave(Channel channel) implements SessionAction {}

  record Close(CloseCode code, String reason) implements SessionAction {}
}
