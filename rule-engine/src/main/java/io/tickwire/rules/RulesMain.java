package io.tickwire.rules;

import io.tickwire.common.cluster.Role;
import io.tickwire.common.runtime.ServiceProcess;

/** The process {@code rule-engine}. */
public final class RulesMain {
  private static final int ADMIN_PORT = 8083;

  private RulesMain() {}

  public static void main(String[] args) {
    ServiceProcess.run("rule-engine", Role.RULES, ADMIN_PORT, RulesService::start);
  }
}
