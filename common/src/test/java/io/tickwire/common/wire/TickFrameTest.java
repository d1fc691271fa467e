package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickFrameTest {
  private static final long FEED = 0x0102030405060708L;
  private static final long TIME_NS = 1_732_145_000_123_456_789L;

  private static final List<Tick> SAMPLES =
      List.of(
          Tick.trade("BTC-USDT", 14_691_455_768L, TIME_NS, TIME_NS + 1_000, 1, 600_001, 8, 42),
          Tick.quote(
              "BTC-USDT",
              14_691_455_769L,
              TIME_NS,
              TIME_NS,
              1,
              Tick.ABSENT,
              600_000,
              600_002,
              8,
              1,
              2),
          Tick.mark("XBTUSDTM", 1_732_145_000_000L, TIME_NS, TIME_NS, 2, 9_044_502, 2, 9_044_501)
              .asRecovered(),
          Tick.candle(
              "BTC-USDT",
              1_732_145_040_000L,
              60_000,
              TIME_NS,
              1,
              600_000,
              623_000,
              588_000,
              605_000),
          Tick.funding("XBTUSDTM", 1_732_145_040_000L, TIME_NS, 6, -125, 28_800_000));

  @Test
  void keepsTheFormatOfVersionOne() throws IOException {
    assertThat(HexFormat.of().formatHex(frame(SAMPLES).bytes().getBytes()))
        .isEqualTo(golden("tick-frame-v1.hex"));
  }

  @Test
  void readsWhatWasWritten_acrossTheCodec() {
    TickFrameCodec codec = new TickFrameCodec();
    Buffer wire = Buffer.buffer("before");
    codec.encodeToWire(wire, frame(SAMPLES));

    TickFrame read = codec.decodeFromWire("before".length(), wire);

    assertThat(read.partition()).isEqualTo(17);
    assertThat(read.feedId()).isEqualTo(FEED);
    assertThat(read.sequence()).isEqualTo(1);
    assertThat(read.publishedNs()).isEqualTo(TIME_NS);
    assertThat(ticks(read)).isEqualTo(SAMPLES);
  }

  @Test
  void everyKindHasASample() {
    assertThat(SAMPLES).extracting(Tick::kind).containsExactlyInAnyOrder(TickKind.values());
  }

  @Test
  void numbersFramesWithoutHoles_andStartsEmpty() {
    TickFrameBuilder builder = new TickFrameBuilder(17, FEED);
    builder.add(SAMPLES.get(0));
    int announced = builder.bytes();
    TickFrame first = builder.build(TIME_NS);

    assertThat(announced).isEqualTo(first.bytes().length());
    assertThat(builder.isEmpty()).isTrue();
    assertThat(builder.build(TIME_NS).sequence()).isEqualTo(2);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void refusesOrReads_whenBytesAreBroken(long seed) {
    Random random = new Random(seed);
    byte[] whole = frame(SAMPLES).bytes().getBytes();
    for (int i = 0; i < 2_000; i++) {
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length));
      assertThatThrownBy(() -> TickFrame.of(Buffer.buffer(broken)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refuses_whenTheVersionIsUnknown() {
    byte[] bytes = frame(SAMPLES).bytes().getBytes();
    bytes[0] = 9;
    assertThatThrownBy(() -> TickFrame.of(Buffer.buffer(bytes)))
        .hasMessage("unknown tick frame: version=9");
  }

  @Test
  void refuses_whenATickNamesNoSymbol() {
    Buffer bytes = frame(List.of(SAMPLES.get(0))).bytes().copy();
    bytes.setUnsignedShort(bytes.length() - TickKind.TRADE.bytes() + 2, 7);
    assertThatThrownBy(() -> TickFrame.of(bytes))
        .hasMessage("tick names no symbol of its frame: tick=0");
  }

  private static TickFrame frame(List<Tick> ticks) {
    TickFrameBuilder builder = new TickFrameBuilder(17, FEED);
    ticks.forEach(builder::add);
    return builder.build(TIME_NS);
  }

  private static List<Tick> ticks(TickFrame frame) {
    List<Tick> ticks = new ArrayList<>();
    for (TickCursor cursor = frame.cursor(); cursor.next(); ) {
      ticks.add(cursor.tick());
    }
    return ticks;
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = TickFrameTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as("golden file " + name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }
}
