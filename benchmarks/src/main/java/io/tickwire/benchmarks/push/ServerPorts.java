package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two ports that nobody uses: one for clients, one for events. */
record ServerPorts(int clients, int events) {
  static ServerPorts free() throws IOException {
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ServerPorts(one.getLocalPort(), other.getLocalPort());
    }
  }
}
