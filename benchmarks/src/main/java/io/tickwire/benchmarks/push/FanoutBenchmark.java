package io.tickwire.benchmarks.push;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.tickwire.push.fanout.Fanout;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.Outbox;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.fanout.Sink;
import io.tickwire.push.frame.MessageForm;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Decimal18;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a delivery cost in a window of 100 ms, without socket and kernel: forty events, of
 * which each of 1,000 connections wants half, then one flush? {@code frames=true} adds that every
 * connection's batch is put together for it alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FanoutBenchmark {
  private static final String CHANNEL = "tier_patterns";
  private static final int CONNECTIONS = 1_000;
  private static final int EVENTS = 40;
  private static final int SYMBOLS = 10;
  private static final int DELIVERIES = CONNECTIONS * EVENTS / 2;
  private static final int WINDOW_MS = 100;

  @Param({"false", "true"})
  boolean frames;

  private final PushMetrics metrics = new PushMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
  private final Fanout fanout = new Fanout(metrics);
  private final List<List<Publication>> windows = new ArrayList<>();
  private long nowMs;
  private int next;
  private long delivered;

  private final class Counting implements Sink {
    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void write(String text) {
      throw new AssertionError("no reply is expected: " + text);
    }

    @Override
    public void write(List<Publication> events) {
      delivered += events.size();
      if (frames) {
        MessageForm.JSON
            .frame(ByteBufAllocator.DEFAULT, events.stream().map(Publication::bytes).toList())
            .release();
      }
    }

    @Override
    public void overflow() {
      throw new AssertionError("nothing is to be dropped");
    }
  }

  /** Connections with filters of their own, and the events of some windows. */
  @Setup
  public void prepare() {
    FanoutConfig config = new FanoutConfig(WINDOW_MS, 1 << 20, 0, 0, 0);
    Random random = new Random(1);
    for (int i = 0; i < CONNECTIONS; i++) {
      Outbox outbox = new Outbox(new Counting(), config, metrics, 0);
      fanout.join(
          outbox, new Subscription(new Channel.Topic(CHANNEL), filter(random, i), WINDOW_MS));
    }
    for (int i = 0; i < 64; i++) {
      windows.add(events(i));
    }
  }

  private static Filter filter(Random random, int number) {
    List<String> symbols = new ArrayList<>();
    for (int i = 0; i < SYMBOLS; i++) {
      symbols.add("S" + i);
    }
    Collections.shuffle(symbols, random);
    List<String> chosen = new ArrayList<>(symbols.subList(0, SYMBOLS / 2));
    chosen.add("OWN-" + number);
    Decimal18 least = new Decimal18(0, number % 90 * 10_000_000_000_000_000L);
    return new Filter(
        List.of(new Filter.OneOf("symbol", chosen), new Filter.Between("confidence", least, null)));
  }

  private static List<Publication> events(int window) {
    List<Publication> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      EventFields fields =
          EventFields.of(
              CHANNEL,
              JsonNodeFactory.instance
                  .objectNode()
                  .put("symbol", "S" + i % SYMBOLS)
                  .put("confidence", 0.95));
      Offset offset = new Offset(window, i);
      events.add(Publication.event(fields, offset, 0, 0, "{\"x\":\"" + "x".repeat(290) + "\"}"));
    }
    return events;
  }

  /** One window of all. */
  @Benchmark
  @OperationsPerInvocation(DELIVERIES)
  public long window() {
    fanout.onEvents(windows.get(next++ & 63), nowMs);
    nowMs += WINDOW_MS;
    fanout.flush(nowMs);
    return delivered;
  }
}
