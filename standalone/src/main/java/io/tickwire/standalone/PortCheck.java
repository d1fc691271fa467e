package io.tickwire.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds out whether a port is free before anything is started, to say which setting moves it. */
final class PortCheck {
  private PortCheck() {}

  /**
   * @param setting the environment variable that moves the port
   * @throws StandaloneException when something listens there
   */
  static void requireFree(String host, int port, String setting) {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      throw new StandaloneException(
          "port "
              + port
              + " on "
              + host
              + " is in use: stop what listens there, or set "
              + setting
              + " to another one");
    }
  }
}
