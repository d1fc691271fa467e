package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.VenueFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast reader answers what the thorough one answers, for frames nobody would think of. */
final class ReadersAgreeTest {
  private static final long RECEIVED_NS = 7;
  private static final int FRAMES = 4_000;
  private static final String ODD_BYTES = "\"\\{}[],:.-+eE0159 \n\t\u0000\u007f\u00e9ntrue";

  private final FrameReader fast = new KucoinFrameReader(Topics.ofEveryChannel());
  private int ticks;
  private final FrameReader thorough = new FrameParser(Topics.ofEveryChannel());

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ReadersAgreeTest.class.getResourceAsStream("/kucoin/frames.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readersAgree_onFramesWithFieldsOfAnyKind(long seed) {
    RandomFrames frames = new RandomFrames(new Random(seed));
    for (int i = 0; i < FRAMES; i++) {
      check(frames.next().getBytes(StandardCharsets.UTF_8), seed);
    }
    // Otherwise the frames made are no test of ticks, or none of refusals.
    assertThat(ticks).isBetween(FRAMES / 10, FRAMES * 9 / 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readersAgree_onRecordedFramesWithDamage(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> recorded = recorded();
    byte[] odd = ODD_BYTES.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = recorded.get(random.nextInt(recorded.size())).getBytes(StandardCharsets.UTF_8);
      for (int damages = random.nextInt(3); damages >= 0; damages--) {
        frame[random.nextInt(frame.length)] = odd[random.nextInt(odd.length)];
      }
      check(
          random.nextInt(4) > 0 ? frame : Arrays.copyOf(frame, random.nextInt(frame.length)), seed);
    }
  }

  @Test
  void fastReaderNeedsNoHelp_forFramesAsTheExchangeWritesThem() throws IOException {
    FrameScanner scanner = new FrameScanner(new FrameFields());

    assertThat(recorded())
        .isNotEmpty()
        .allMatch(frame -> scanner.scan(frame.getBytes(StandardCharsets.UTF_8), frame.length()));
  }

  /** What stands in the array behind the frame is not read, be it the rest of an older one. */
  private void check(byte[] frame, long seed) {
    byte[] reused = Arrays.copyOf(frame, frame.length + 20);
    Arrays.fill(reused, frame.length, reused.length, (byte) "\"}5,".charAt((int) (seed & 3)));

    VenueFrame answer = fast.read(reused, frame.length, RECEIVED_NS);

    assertThat(answer)
        .as(() -> "seed=" + seed + " " + new String(frame, StandardCharsets.UTF_8))
        .isEqualTo(thorough.read(frame, frame.length, RECEIVED_NS));
    assertThat(fast.read(frame, frame.length, RECEIVED_NS)).isEqualTo(answer);
    ticks += answer instanceof VenueFrame.Data ? 1 : 0;
  }

  /** Frames of fields that do and do not belong, with values that are and are not numbers. */
  private static final class RandomFrames {
    private static final String[] VALUES = {
      "\"60000.1\"", "60000.1", "0", "\"0.00000847\"", "8.47e-6", "-1", "\"\"", "null", "true",
      "12345678901234567890", "\"007\"", "007", "1.", ".5", "-", "{}", "[1]", "\"a\\u0041\"",
      "\"1729843222921000000\"", "1729843222921", "\"BTC-USDT\"", "\"XBTUSDTM\"", "\"Z\u00fcrich\""
    };
    private static final String[] OUTER = {"id", "sn", "userId", "topic", "type", "code", "data"};

    private final Random random;

    RandomFrames(Random random) {
      this.random = random;
    }

    String next() {
      Channel channel = any(Channel.values());
      List<String> fields =
          new ArrayList<>(
              List.of(
                  "\"topic\":\"" + channel.path() + ":" + Topics.symbol(channel) + "\"",
                  "\"type\":\"message\"",
                  "\"subject\":\"" + channel.subject() + "\"",
                  "\"data\":" + data(channel)));
      if (random.nextInt(3) == 0) {
        fields.add("\"" + any(OUTER) + "\":" + any(VALUES));
      }
      if (random.nextInt(8) == 0) {
        fields.remove(random.nextInt(fields.size()));
      }
      Collections.shuffle(fields, random);
      return object(fields);
    }

    private String data(Channel channel) {
      return object(
          Stream.of(DataField.values())
              .filter(field -> random.nextInt(30) > 0)
              .map(
                  field ->
                      "\""
                          + any(field.names().toArray(new String[0]))
                          + "\":"
                          + value(field, channel))
              .toList());
    }

    private String value(DataField field, Channel channel) {
      if (random.nextInt(40) == 0) {
        return any(VALUES);
      }
      if (field == DataField.SYMBOL) {
        return "\"" + Topics.symbol(channel) + "\"";
      }
      boolean whole = field == DataField.SEQUENCE || field == DataField.TIME;
      String number =
          whole
              ? Long.toString(1 + random.nextLong(1_729_843_222_921L))
              : 1 + random.nextInt(100_000) + ".50";
      return random.nextBoolean() ? "\"" + number + "\"" : number;
    }

    private String object(List<String> fields) {
      String space = random.nextInt(20) == 0 ? " " : "";
      return "{" + String.join("," + space, fields) + "}" + (random.nextInt(30) == 0 ? " " : "");
    }

    private <T> T any(T[] values) {
      return values[random.nextInt(values.length)];
    }
  }
}
