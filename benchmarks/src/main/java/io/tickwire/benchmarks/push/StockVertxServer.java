package io.tickwire.benchmarks.push;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one writes with Vert.x in an hour: each event as a text message to all who are subscribed,
 * or windows of 100 ms, of which each is one JSON list. Nothing is set but the event loop and the
 * transport. Arguments: port for clients, port for events, mode, {@code own} or {@code shared}.
 */
@SuppressWarnings("SystemOut") // Why it does not start goes to whoever started it.
public final class StockVertxServer extends VerticleBase {
  private static final long WINDOW_MS = 100;

  private final int port;
  private final int eventPort;
  private final String mode;
  private final boolean shared;
  private final Map<String, Set<Reader>> readers = new HashMap<>();
  private final Map<String, List<String>> windows = new HashMap<>();
  private int opened;

  /** A connection and what its window holds. */
  private static final class Reader {
    final ServerWebSocket socket;
    final List<String> window = new ArrayList<>();

    Reader(ServerWebSocket socket) {
      this.socket = socket;
    }
  }

  private StockVertxServer(String[] arguments) {
    this.port = Integer.parseInt(arguments[0]);
    this.eventPort = Integer.parseInt(arguments[1]);
    this.mode = arguments[2];
    this.shared = arguments[3].equals("shared");
  }

  /** See the class. */
  public static void main(String[] arguments) {
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    if (!vertx.isNativeTransportEnabled()) {
      System.err.println("no native transport: " + vertx.unavailableNativeTransportCause());
      System.exit(1);
    }
    vertx
        .deployVerticle(new StockVertxServer(arguments))
        .onFailure(
            cause -> {
              System.err.println("not started: " + cause);
              System.exit(1);
            });
  }

  @Override
  public Future<?> start() {
    if (mode.equals("windowed")) {
      vertx.setPeriodic(WINDOW_MS, ignored -> closeWindows());
    }
    return vertx
        .createHttpServer()
        .webSocketHandler(this::onOpened)
        .listen(port, "127.0.0.1")
        .compose(
            ignored ->
                vertx
                    .createNetServer()
                    .connectHandler(this::onPublisher)
                    .listen(eventPort, "127.0.0.1"));
  }

  private void onOpened(ServerWebSocket socket) {
    Reader reader = new Reader(socket);
    List<String> channels = channels(opened++);
    channels.forEach(
        channel -> readers.computeIfAbsent(channel, key -> new LinkedHashSet<>()).add(reader));
    socket.closeHandler(ignored -> channels.forEach(channel -> of(channel).remove(reader)));
    socket.writeTextMessage("{\"type\":\"subscribed\",\"id\":\"^\"}");
  }

  private List<String> channels(int number) {
    return mode.equals("idle")
        ? List.of(
            "token." + number + ".update",
            "global.trending",
            "signals:" + number % 100,
            "tier_patterns",
            SystemUnderLoad.CHANNEL)
        : List.of(SystemUnderLoad.CHANNEL);
  }

  private Set<Reader> of(String channel) {
    return readers.getOrDefault(channel, Set.of());
  }

  private void onPublisher(NetSocket socket) {
    socket.handler(RecordParser.newDelimited("\n", line -> onLine(socket, line)));
  }

  private void onLine(NetSocket publisher, Buffer line) {
    String text = line.toString();
    if (text.equals("collect")) {
      System.gc();
      publisher.write("collected\n");
      return;
    }
    String channel = new JsonObject(line).getString("channel");
    if (!mode.equals("windowed")) {
      of(channel).forEach(reader -> reader.socket.writeTextMessage(text));
    } else if (shared) {
      windows.computeIfAbsent(channel, key -> new ArrayList<>()).add(text);
    } else {
      of(channel).forEach(reader -> reader.window.add(text));
    }
  }

  private void closeWindows() {
    windows.forEach(
        (channel, events) -> {
          String batch = batch(events);
          of(channel).forEach(reader -> reader.socket.writeTextMessage(batch));
        });
    windows.clear();
    for (Reader reader : of(SystemUnderLoad.CHANNEL)) {
      if (!reader.window.isEmpty()) {
        reader.socket.writeTextMessage(batch(reader.window));
        reader.window.clear();
      }
    }
  }

  private static String batch(List<String> events) {
    return "[" + String.join(",", events) + "]";
  }
}
