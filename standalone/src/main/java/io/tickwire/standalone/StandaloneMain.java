package io.tickwire.standalone;

import io.tickwire.rules.audit.redis.AuditCommand;
import io.tickwire.rules.replay.ReplayCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code ./tickwire}. */
@Command(
    name = "tickwire",
    description = "The real-time layer of a trading product.",
    subcommands = {UpCommand.class, CommandLine.HelpCommand.class},
    mixinStandardHelpOptions = true)
public final class StandaloneMain {
  private StandaloneMain() {}

  @SuppressWarnings("SystemExitOutsideMain")
  public static void main(String[] arguments) {
    int exit = commandLine().execute(arguments);
    if (exit != 0) {
      System.exit(exit);
    }
  }

  private static CommandLine commandLine() {
    return new CommandLine(new StandaloneMain())
        .addSubcommand(new AuditCommand(new DataRedis()))
        .addSubcommand(new ReplayCommand());
  }
}
