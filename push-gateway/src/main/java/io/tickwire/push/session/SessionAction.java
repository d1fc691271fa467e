package io.tickwire.push.session;

import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;

/** What the shell has to do for a session, in the order given. */
public sealed interface SessionAction {
  record Send(ServerFrame frame) implements SessionAction {}

  /** A WebSocket ping: every client answers it, also one that never speaks. */
  record Ping() implements SessionAction {}

  /** From now on the events of this channel go to the connection. */
  record Join(Subscription subscription) implements SessionAction {}

  record Leave(Channel channel) implements SessionAction {}

  record Close(CloseCode code, String reason) implements SessionAction {}
}
