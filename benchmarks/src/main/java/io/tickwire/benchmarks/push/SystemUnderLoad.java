package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A server that carries events to many clients, in a process of its own. */
interface SystemUnderLoad extends AutoCloseable {
  /** To which every event goes. */
  String CHANNEL = "alerts";

  /** What all systems can do. */
  Set<String> COMMON_MODES = Set.of("windowed", "immediate", "idle");

  /**
   * Starts the one that the option {@code system} names.
   *
   * @param folder for its files
   * @throws IllegalArgumentException when there is no such system, or it does not take that mode
   */
  static SystemUnderLoad start(Options options, String mode, Path folder)
      throws IOException, InterruptedException {
    String name = options.text("system", "tickwire");
    if (!name.equals("tickwire") && !COMMON_MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "system=" + name + " takes mode=windowed, immediate or idle, not " + mode);
    }
    return switch (name) {
      case "tickwire" -> TickwireSystem.start(options, mode, folder);
      case "vertx" -> StockVertxSystem.start(options, mode, folder);
      case "ws", "socketio" -> NodeSystem.start(name, options, mode, folder);
      case "nats" -> NatsSystem.start(options, mode, folder);
      default -> throw new IllegalArgumentException("no such system: " + name);
    };
  }

  /** Of which processor time and memory are taken. */
  Child process();

  ClientProtocol clients();

  /** The way for events into it; the caller closes it. */
  EventDoor openDoor() throws IOException;

  /** What was compared: how events get in, and what it does with them. */
  String describe();

  /** How much longer its events are made, so that as many bytes reach a client of every system. */
  int paddingBytes();

  /** Has it collect garbage; false when it has no way to be asked. */
  boolean collect() throws IOException, InterruptedException;

  @Override
  void close();
}
