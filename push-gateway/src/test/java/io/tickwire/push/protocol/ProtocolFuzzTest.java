package io.tickwire.push.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, it is a frame of the protocol or refused by it. */
final class ProtocolFuzzTest {
  private static final int ROUNDS = 2_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"type\":\"auth\",\"token\":\"abc\",\"id\":1}",
          "{\"type\":\"subscribe\",\"id\":\"x\",\"interval_ms\":100,\"channels\":[\"alerts\","
              + "{\"channel\":\"token.*\",\"since\":\"1732145000000-0\",\"filters\":{\"symbols\":"
              + "[\"A\",7,true],\"confidence_min\":0.7,\"confidence_max\":\"1.0\"}}],"
              + "\"filters\":{\"tier\":\"daily\",\"update_frequency\":1}}",
          "{\"type\":\"unsubscribe\",\"topics\":[\"a\",{\"channel\":\"b\"}]}",
          "{\"type\":\"ping\",\"id\":null}");

  private static LongStream seeds() {
    return LongStream.range(0, 8);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void refusesOrReads_damagedJson(long seed) {
    Random random = new Random(seed);
    Damage damage = new Damage(random);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = damage.text(SEEDS.get(random.nextInt(SEEDS.size())), random.nextInt(3));
      ClientFrame frame = ClientFrameParser.parse(text);
      read += isSound(frame) ? 1 : 0;
    }
    assertThat(read).as("frames that were still good").isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void refusesOrReads_damagedCbor(long seed) {
    Random random = new Random(seed);
    Damage damage = new Damage(random);
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      ClientFrame frame =
          ClientFrameParser.parse(damage.cbor(SEEDS.get(random.nextInt(SEEDS.size()))));
      read += isSound(frame) ? 1 : 0;
    }
    assertThat(read).as("frames that were still good").isBetween(1, ROUNDS - 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void refusesOrReads_noise(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      isSound(ClientFrameParser.parse(noise));
      isSound(ClientFrameParser.parse(new String(noise, StandardCharsets.ISO_8859_1)));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void refusesOrReads_whatIsTooLong(long seed) {
    String deep = "[".repeat(60_000);
    String wide = "\"a\",".repeat(15_000) + "\"a\"";
    for (String text :
        List.of(
            deep,
            "{\"type\":\"subscribe\",\"channels\":" + deep,
            "{\"type\":\"subscribe\",\"channels\":[" + wide + "]}",
            "{\"type\":\"subscribe\",\"channels\":[\"a\"],\"filters\":{\"x\":[" + wide + "]}}",
            "{\"type\":\"ping\",\"id\":" + "9".repeat(5_000 + (int) seed) + "}",
            "{\"type\":\"ping\",\"id\":\"" + "9".repeat(60_000) + "\"}")) {
      ClientFrame frame = ClientFrameParser.parse(text);
      boolean faulty =
          frame instanceof ClientFrame.Subscribe subscribe
              && subscribe.channels().get(0).fault() != null;
      assertThat(faulty || frame instanceof ClientFrame.Malformed).isTrue();
    }
  }

  /** A refusal says why, in a sentence that is fit to be sent. */
  private static boolean isSound(ClientFrame frame) {
    if (frame instanceof ClientFrame.Malformed fault) {
      assertThat(fault.message()).isNotBlank().hasSizeLessThan(200);
      return false;
    }
    assertThat(frame.toString()).isNotNull();
    return true;
  }
}
