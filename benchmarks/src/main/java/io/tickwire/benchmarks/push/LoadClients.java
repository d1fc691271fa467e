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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSocket clients on one thread that do nothing but connect, subscribe and look for marks.
 * The counters and {@link #run} commands are for any thread.
 */
final class LoadClients implements AutoCloseable {
  private static final int MOST_CONNECTING = 200;
  private static final long HIGHEST_US = 120_000_000;

  private final InetSocketAddress server;
  private final byte[] upgrade;
  private final IntFunction<String> subscriptions;
  private final Selector selector;
  private final Thread thread;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final List<Client> clients = new ArrayList<>();
  private int toOpen;
  private int connecting;
  private volatile boolean closed;

  final AtomicInteger ready = new AtomicInteger();
  final AtomicInteger lost = new AtomicInteger();
  final AtomicLong events = new AtomicLong();
  final AtomicLong gaps = new AtomicLong();
  final AtomicLong repeats = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();

  /** Microseconds from when an event was to be published. */
  final Recorder latencyUs = new Recorder(1, HIGHEST_US, 3);

  /** One connection. */
  private final class Client implements MarkerScan.Listener {
    private final SocketChannel channel;
    private final MarkerScan scan = new MarkerScan();
    private final int number;
    private @Nullable SelectionKey key;
    private boolean upgraded;
    private boolean subscribed;
    private long last = -1;

    Client(SocketChannel channel, int number) {
      this.channel = channel;
      this.number = number;
    }

    void onConnected() throws IOException {
      channel.finishConnect();
      channel.write(ByteBuffer.wrap(upgrade));
      requireKey().interestOps(SelectionKey.OP_READ);
    }

    private SelectionKey requireKey() {
      if (key == null) {
        throw new IllegalStateException("not registered");
      }
      return key;
    }

    boolean onReadable() throws IOException {
      buffer.clear();
      int read = channel.read(buffer);
      if (read < 0) {
        return false;
      }
      bytes.addAndGet(read);
      buffer.flip();
      if (!upgraded) {
        upgraded = true;
        channel.write(frame(subscriptions.apply(number)));
      }
      scan.scan(buffer, this);
      return true;
    }

    @Override
    public void onSubscribed() {
      subscribed = true;
      connecting--;
      ready.incrementAndGet();
    }

    @Override
    public void onEvent(long sequence, long intendedNs) {
      events.incrementAndGet();
      if (last >= 0 && sequence > last + 1) {
        gaps.addAndGet(sequence - last - 1);
      } else if (last >= 0 && sequence <= last) {
        repeats.incrementAndGet();
      }
      last = Math.max(last, sequence);
      long us = Math.max(1, (System.nanoTime() - intendedNs) / 1_000);
      latencyUs.recordValue(Math.min(us, HIGHEST_US));
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param subscriptions what a client subscribes to, by its number
   */
  LoadClients(int port, String token, IntFunction<String> subscriptions) throws IOException {
    this.subscriptions = subscriptions;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.upgrade =
        ("GET /v1/ws?token="
                + token
                + " HTTP/1.1\r\n"
                + "Host: load\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.selector = Selector.open();
    this.thread = new Thread(this::loop, "load-clients");
    thread.start();
  }

  /** A masked text frame; a mask of zeros leaves it readable. */
  private static ByteBuffer frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) 0x81);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  /** So many more connections, as fast as they come about. */
  void open(int count) {
    run(() -> toOpen += count);
  }

  /** All connections are cut at once, without a word. */
  void cutAll() {
    ready.set(0);
    run(
        () -> {
          clients.forEach(Client::close);
          clients.clear();
        });
  }

  /** From now on the first so many read nothing. */
  void stopReading(int count) {
    run(() -> clients.subList(0, count).forEach(client -> client.requireKey().interestOps(0)));
  }

  private void run(Runnable command) {
    commands.add(command);
    selector.wakeup();
  }

  private void loop() {
    try {
      while (!closed) {
        selector.select(100);
        Runnable command = commands.poll();
        while (command != null) {
          command.run();
          command = commands.poll();
        }
        handleSelected();
        connect();
      }
      clients.forEach(Client::close);
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
      Client client = new Client(channel, clients.size());
      clients.add(client);
      channel.connect(server);
      client.key = channel.register(selector, SelectionKey.OP_CONNECT, client);
    }
  }

  private void handleSelected() {
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid() && key.attachment() instanceof Client client) {
        handle(key, client);
      }
    }
  }

  private void handle(SelectionKey key, Client client) {
    try {
      if (key.isConnectable()) {
        client.onConnected();
      } else if (!client.onReadable()) {
        onLost(client);
      }
    } catch (IOException e) {
      onLost(client);
    }
  }

  private void onLost(Client client) {
    client.close();
    lost.incrementAndGet();
    if (client.subscribed) {
      ready.decrementAndGet();
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
