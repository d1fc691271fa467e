package io.tickwire.benchmarks.push;

import io.tickwire.benchmarks.Child;
import io.tickwire.benchmarks.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link StockVertxServer}, with the same virtual machine as a gateway. */
final class StockVertxSystem {
  private StockVertxSystem() {}

  static SystemUnderLoad start(Options options, String mode, Path folder)
      throws IOException, InterruptedException {
    ServerPorts ports = ServerPorts.free();
    String batch = LineFedSystem.batch(options);
    List<String> command = new ArrayList<>();
    command.add(Child.tool("java"));
    command.addAll(List.of(ServerCommand.jvm(options)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StockVertxServer.class.getName());
    command.add(Integer.toString(ports.clients()));
    command.add(Integer.toString(ports.events()));
    command.add(mode);
    command.add(batch);
    Child child =
        Child.start(
            ServerCommand.bound(options, command), folder.resolve("stock-vertx.log"), Map.of());
    return LineFedSystem.await(
        child,
        ports,
        ClientProtocol.subscribedAtOnce(ports.clients()),
        "HttpServer and writeTextMessage with their defaults, one event loop, epoll; batch="
            + batch);
  }
}
