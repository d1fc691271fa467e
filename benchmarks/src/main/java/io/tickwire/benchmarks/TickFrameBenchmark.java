package io.tickwire.benchmarks;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickFrameCodec;
import io.vertx.core.buffer.Buffer;
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
import org.openjdk.jmh.annotations.Warmup;

/** What does one tick cost on its way into a frame, and out of a frame that came off the wire? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TickFrameBenchmark {
  /** About 16 KiB. */
  private static final int TICKS = 330;

  private static final int SYMBOLS = 20;
  private final Tick[] ticks = new Tick[TICKS];
  private final Buffer wire = Buffer.buffer();
  private final TickFrameCodec codec = new TickFrameCodec();

  /** Trades of some symbols, and their frame as it comes off the wire. */
  @Setup
  public void prepare() {
    for (int i = 0; i < TICKS; i++) {
      ticks[i] =
          Tick.trade(
              "SYM" + i % SYMBOLS + "-USDT", i, i * 1_000L, i * 1_000L + 7, 1, 600_000 + i, 8, i);
    }
    codec.encodeToWire(wire, write());
  }

  /** Append to the builder and build. */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public TickFrame write() {
    TickFrameBuilder builder = new TickFrameBuilder(17, 1);
    for (Tick tick : ticks) {
      builder.add(tick);
    }
    return builder.build(1);
  }

  /** Decode a frame and read what evaluation needs of every tick. */
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public long read() {
    long sum = 0;
    for (TickCursor cursor = codec.decodeFromWire(0, wire).cursor(); cursor.next(); ) {
      sum += cursor.price() + cursor.sequence() + cursor.symbol().length();
    }
    return sum;
  }
}
