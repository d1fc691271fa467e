package io.tickwire.push.subscription;

import io.tickwire.common.wire.ErrorCode;

/** What came of asking for a channel. */
public sealed interface ChannelVerdict {
  record Allowed(Channel channel) implements ChannelVerdict {}

  /**
   * @param message one sentence for the client
   */
  record Refused(ErrorCode code, String message) implements ChannelVerdict {}
}
