package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Options;
import java.util.ArrayList;
import java.util.List;

/** What the commands of all servers have in common. */
final class ServerCommand {
  private ServerCommand() {}

  /** Binds what follows to the processors of the option {@code server-cpus}. */
  static List<String> before(Options options) {
    String cpus = options.text("server-cpus", "0");
    return cpus.equals("any") ? List.of() : List.of("taskset", "-c", cpus);
  }

  static List<String> bound(Options options, List<String> command) {
    List<String> whole = new ArrayList<>(before(options));
    whole.addAll(command);
    return whole;
  }

  /** Options of the virtual machine, the same for all Java servers. */
  static String[] jvm(Options options) {
    return options.text("jvm", "-Xmx512m -XX:+UseSerialGC").split(" ", -1);
  }
}
