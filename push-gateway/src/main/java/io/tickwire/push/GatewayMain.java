package io.tickwire.push;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.runtime.ServiceProcess;

/** The push gateway in a process of its own. */
public final class GatewayMain {
  private static final int ADMIN_PORT = 8081;

  private GatewayMain() {}

  public static void main(String[] args) {
    ServiceProcess.run("push-gateway", Role.GATEWAY, ADMIN_PORT, GatewayService::start);
  }
}
