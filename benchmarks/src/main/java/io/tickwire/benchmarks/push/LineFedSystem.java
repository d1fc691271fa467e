package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;

/** A server of ours around a stock library, fed with one event a line. */
final class LineFedSystem implements SystemUnderLoad {
  private static final long START_SECONDS = 60;

  /** About what a gateway adds to an event: its offset and the time. */
  private static final int TICKWIRE_ADDS = 53;

  private final Child process;
  private final ServerPorts ports;
  private final ClientProtocol clients;
  private final String description;

  private LineFedSystem(
      Child process, ServerPorts ports, ClientProtocol clients, String description) {
    this.process = process;
    this.ports = ports;
    this.clients = clients;
    this.description = description;
  }

  /** The option {@code batch}, see {@link PushLoad}. */
  static String batch(Options options) {
    String batch = options.text("batch", "own");
    if (!batch.equals("own") && !batch.equals("shared")) {
      throw new IllegalArgumentException("batch=own or batch=shared, not " + batch);
    }
    return batch;
  }

  /** Waits until the server takes events, which it does last. */
  static LineFedSystem await(
      Child process, ServerPorts ports, ClientProtocol clients, String description)
      throws IOException, InterruptedException {
    LineFedSystem system = new LineFedSystem(process, ports, clients, description);
    try {
      process.awaitPort(ports.events(), START_SECONDS);
    } catch (IllegalStateException e) {
      system.close();
      throw e;
    }
    return system;
  }

  @Override
  public Child process() {
    return process;
  }

  @Override
  public ClientProtocol clients() {
    return clients;
  }

  @Override
  public EventDoor openDoor() throws IOException {
    return new LineDoor(ports.events());
  }

  @Override
  public String describe() {
    return "events come as lines over one TCP connection, nothing is durable; " + description;
  }

  @Override
  public int paddingBytes() {
    return TICKWIRE_ADDS;
  }

  @Override
  public boolean collect() throws IOException {
    try (LineDoor door = new LineDoor(ports.events())) {
      door.collect();
    }
    return true;
  }

  @Override
  public void close() {
    process.close();
  }
}
