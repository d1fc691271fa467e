package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A {@code nats-server} on one thread. It knows no windows: it gathers what waits for a connection
 * and sends it in one frame.
 */
final class NatsSystem implements SystemUnderLoad {
  /** What a client says first. */
  static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false,\"protocol\":1}\r\n";

  private static final long START_SECONDS = 30;

  /** What its head before an event is shorter than what a gateway adds. */
  private static final int PADDING = 35;

  private final Child process;
  private final ServerPorts ports;
  private final String mode;

  private NatsSystem(Child process, ServerPorts ports, String mode) {
    this.process = process;
    this.ports = ports;
    this.mode = mode;
  }

  /** The option {@code nats} names the executable. */
  static NatsSystem start(Options options, String mode, Path folder)
      throws IOException, InterruptedException {
    ServerPorts ports = ServerPorts.free();
    Path configuration = Files.writeString(folder.resolve("nats.conf"), configuration(ports));
    List<String> command =
        List.of(options.text("nats", "nats-server"), "-c", configuration.toString());
    Child child =
        Child.start(
            ServerCommand.bound(options, command),
            folder.resolve("nats.log"),
            Map.of("GOMAXPROCS", "1"));
    NatsSystem system = new NatsSystem(child, ports, mode);
    try {
      child.awaitPort(ports.clients(), START_SECONDS);
      child.awaitPort(ports.events(), START_SECONDS);
    } catch (IllegalStateException e) {
      system.close();
      throw e;
    }
    return system;
  }

  /** Pings wait until after any run: clients do not answer them. */
  private static String configuration(ServerPorts ports) {
    return String.format(
        Locale.ROOT,
        """
        listen: 127.0.0.1:%d
        max_connections: 15000
        ping_interval: "10h"
        websocket {
          listen: 127.0.0.1:%d
          no_tls: true
          compression: false
        }
        """,
        ports.events(),
        ports.clients());
  }

  @Override
  public Child process() {
    return process;
  }

  @Override
  public ClientProtocol clients() {
    return new ClientProtocol(ports.clients(), "/", this::subscribe, "PONG");
  }

  private ByteBuffer subscribe(int client) {
    List<String> subjects =
        mode.equals("idle")
            ? List.of(
                "token." + client + ".update",
                "global.trending",
                "signals." + client % 100,
                "tier_patterns",
                CHANNEL)
            : List.of(CHANNEL);
    StringBuilder commands = new StringBuilder(CONNECT);
    for (int i = 0; i < subjects.size(); i++) {
      commands.append("SUB ").append(subjects.get(i)).append(' ').append(i + 1).append("\r\n");
    }
    return ClientProtocol.binaryFrame(commands.append("PING\r\n").toString());
  }

  @Override
  public EventDoor openDoor() throws IOException {
    return new NatsDoor(ports.events());
  }

  @Override
  public String describe() {
    return "events come by PUB over one TCP connection, nothing is durable;"
        + " no windows: it sends what has gathered; GOMAXPROCS=1";
  }

  @Override
  public int paddingBytes() {
    return PADDING;
  }

  @Override
  public boolean collect() {
    return false;
  }

  @Override
  public void close() {
    process.close();
  }
}
