package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Node's {@code ws} or {@code socket.io}, in {@code benchmarks/rivals}. */
final class NodeSystem {
  private NodeSystem() {}

  /**
   * @param library {@code ws} or {@code socketio}
   */
  static SystemUnderLoad start(String library, Options options, String mode, Path folder)
      throws IOException, InterruptedException {
    Path rivals = options.file("benchmarks/rivals");
    if (!Files.isDirectory(rivals.resolve("node_modules"))) {
      throw new IllegalStateException("run npm ci in " + rivals + " first");
    }
    ServerPorts ports = ServerPorts.free();
    String batch = LineFedSystem.batch(options);
    List<String> command =
        List.of(
            options.text("node", "node"),
            "--expose-gc",
            rivals.resolve("server.mjs").toString(),
            library,
            Integer.toString(ports.clients()),
            Integer.toString(ports.events()),
            mode,
            batch);
    Child child =
        Child.start(
            ServerCommand.bound(options, command), folder.resolve(library + ".log"), Map.of());
    return LineFedSystem.await(
        child, ports, protocol(library, ports.clients()), "no compression; batch=" + batch);
  }

  private static ClientProtocol protocol(String library, int port) {
    if (library.equals("ws")) {
      return ClientProtocol.subscribedAtOnce(port);
    }
    return new ClientProtocol(
        port,
        "/socket.io/?EIO=4&transport=websocket",
        client -> ClientProtocol.textFrame("40"),
        ClientProtocol.MARK);
  }
}
