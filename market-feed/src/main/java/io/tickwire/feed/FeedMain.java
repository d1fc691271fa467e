package io.tickwire.feed;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.runtime.ServiceProcess;

/** The market-feed process. */
public final class FeedMain {
  private static final int ADMIN_PORT = 8082;

  private FeedMain() {}

  public static void main(String[] args) {
    ServiceProcess.run("market-feed", Role.FEED, ADMIN_PORT, FeedService::start);
  }
}
