package io.tickwire.rules.audit.redis;

import picocli.CommandLine;

/** The audit as a process of its own, for where the quick start's command line is not at hand. */
public final class AuditMain {
  private AuditMain() {}

  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    // The report is all that may stand on the standard output.
    System.setProperty("TICKWIRE_LOG_LEVEL", "OFF");
    System.exit(new CommandLine(new AuditCommand()).execute(arguments));
  }
}
