package io.tickwire.push.http;

import io.tickwire.common.config.Settings;

/**
 * {@code push.*} of how bytes reach WebSockets.
 *
 * @param sharedFrames whether WebSockets are taken over from Vert.x and messages put together from
 *     bytes that connections share; otherwise each is written anew through its public interface
 * @param deflate whether clients that offer permessage-deflate get it; needs shared frames
 * @param poolSize connections in a pool
 */
public record TransportConfig(boolean sharedFrames, boolean deflate, int poolSize) {
  public static TransportConfig from(Settings settings) {
    return new TransportConfig(
        settings.flag("push.shared-frames", true),
        settings.flag("push.deflate", true),
        settings.integer("push.pool-size", 500, 1, 100_000));
  }

  boolean deflates() {
    return sharedFrames && deflate;
  }
}
