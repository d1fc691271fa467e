package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Many WebSocket clients on one thread that do nothing but connect, subscribe and look for marks.
 * The {@link #deliveries} and {@link #run} commands are for any thread.
 */
final class LoadClients implements AutoCloseable {
  private static final int MOST_CONNECTING = 200;

  private final ClientProtocol protocol;
  private final boolean compressed;
  private final InetSocketAddress server;
  private final byte[] upgrade;
  private final Selector selector;
  private final Thread thread;

  /** Takes a window of a thousand events in one read and is still looked through in the cache. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final List<LoadClient> clients = new ArrayList<>();
  private int toOpen;
  private int connecting;
  private volatile boolean closed;

  final Deliveries deliveries = new Deliveries();

  /**
   * @param compressed whether compression is offered; what comes then is not looked into
   */
  LoadClients(ClientProtocol protocol, boolean compressed) throws IOException {
    this.protocol = protocol;
    this.compressed = compressed;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), protocol.port());
    this.upgrade = protocol.upgrade(compressed);
    this.selector = Selector.open();
    this.thread = new Thread(this::loop, "load-clients");
    thread.start();
  }

  /** So many more connections, as fast as they come about. */
  void open(int count) {
    run(() -> toOpen += count);
  }

  /** All connections are cut at once, without a word. */
  void cutAll() {
    deliveries.ready.set(0);
    run(
        () -> {
          clients.forEach(LoadClient::close);
          clients.clear();
        });
  }

  /** From now on the first so many read nothing. */
  void stopReading(int count) {
    run(() -> clients.subList(0, count).forEach(LoadClient::stopReading));
  }

  private void run(Runnable command) {
    commands.add(command);
    selector.wakeup();
  }

  private void loop() {
    try {
      while (!closed) {
        selector.select(this::handle, 100);
        Runnable command = commands.poll();
        while (command != null) {
          command.run();
          command = commands.poll();
        }
        connect();
      }
      clients.forEach(LoadClient::close);
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    while (toOpen > 0 && connecting < MOST_CONNECTING) {
      toOpen--;
      connecting++;
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      LoadClient client =
          new LoadClient(
              channel, protocol, compressed, clients.size(), deliveries, this::onSubscribed);
      clients.add(client);
      channel.connect(server);
      client.register(selector);
    }
  }

  private void onSubscribed() {
    connecting--;
    deliveries.ready.incrementAndGet();
  }

  private void handle(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof LoadClient client) {
      handle(key, client);
    }
  }

  private void handle(SelectionKey key, LoadClient client) {
    try {
      if (key.isConnectable()) {
        client.onConnected(ByteBuffer.wrap(upgrade));
      } else if (!client.onReadable(buffer)) {
        onLost(client);
      }
    } catch (IOException e) {
      onLost(client);
    }
  }

  private void onLost(LoadClient client) {
    client.close();
    deliveries.lost.incrementAndGet();
    if (client.isSubscribed()) {
      deliveries.ready.decrementAndGet();
    } else {
      connecting--;
      toOpen++;
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
