package io.tickwire.standalone;

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
    int exit = new CommandLine(new StandaloneMain()).execute(arguments);
    if (exit != 0) {
      System.exit(exit);
    }
  }
}
