package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a delivery cost the load generator itself, from the bytes of a read to its checked
 * sequence and its counted latency? A window of a hundred events of about 300 bytes is copied for
 * each of 1,000 clients, as the kernel would, and looked through.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LoadClientBenchmark {
  private static final int CLIENTS = 1_000;
  private static final int EVENTS = 100;
  private static final String BALLAST = "x".repeat(153);
  private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(80);

  private final Deliveries deliveries = new Deliveries();
  private final List<LoadClient> clients = new ArrayList<>();
  private final ByteBuffer window = ByteBuffer.allocateDirect(1 << 18);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
  private long sequence;

  /** Clients that are subscribed. */
  @Setup
  public void subscribe() throws IOException {
    ClientProtocol protocol = ClientProtocol.subscribedAtOnce(1);
    for (int i = 0; i < CLIENTS; i++) {
      LoadClient client =
          new LoadClient(SocketChannel.open(), protocol, false, i, deliveries, () -> {});
      client.onRead(bytes(ClientProtocol.MARK));
      clients.add(client);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** One window of all. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS * EVENTS)
  public long window() {
    fillWindow();
    for (LoadClient client : clients) {
      buffer.clear().put(window.rewind()).flip();
      client.onRead(buffer);
    }
    return deliveries.events.get();
  }

  private void fillWindow() {
    window.clear().put((byte) 0x81).put((byte) 127).putLong(0);
    long intendedNs = System.nanoTime() - LATE_NS;
    for (int i = 0; i < EVENTS; i++) {
      window.put(bytes(EventPublisher.event(sequence, intendedNs, BALLAST)));
      sequence++;
    }
    window.flip();
  }

  /** All that was delivered must have been found, in order. */
  @TearDown
  public void requireAll() {
    if (deliveries.events.get() != sequence * CLIENTS
        || deliveries.gaps.get() + deliveries.repeats.get() > 0) {
      throw new IllegalStateException("not each event was found once");
    }
    clients.forEach(LoadClient::close);
  }
}
