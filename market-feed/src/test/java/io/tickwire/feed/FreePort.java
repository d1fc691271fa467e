package io.tickwire.feed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port at which nobody listens. */
final class FreePort {
  private FreePort() {}

  static int find() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
