package io.tickwire.benchmarks.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerScanTest {
  private static final class Found implements MarkerScan.Listener {
    final List<String> found = new ArrayList<>();

    @Override
    public void onSubscribed() {
      found.add("subscribed");
    }

    @Override
    public void onEvent(long sequence, long intendedNs) {
      found.add(sequence + "@" + intendedNs);
    }
  }

  private static List<String> scan(String readyMark, int bytesPerRead, String text) {
    Found found = new Found();
    MarkerScan scan = new MarkerScan(readyMark);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < bytes.length; at += bytesPerRead) {
      scan.scan(
          ByteBuffer.wrap(bytes, at, Math.min(bytesPerRead, bytes.length - at)).slice(), found);
    }
    return found.found;
  }

  @Test
  void findsAllMarks_whereverReadsCutThem() {
    String text = "{'id':'^'}[{'mark':'~7:1200~'},{'mark':'~8:1300~'}]";

    for (int bytesPerRead = 1; bytesPerRead <= text.length(); bytesPerRead++) {
      assertThat(scan("^", bytesPerRead, text))
          .as("%d bytes a read", bytesPerRead)
          .containsExactly("subscribed", "7@1200", "8@1300");
    }
  }

  @Test
  void findsTheReadyMarkOnce_whenItHasSeveralCharacters() {
    assertThat(scan("PONG", 3, "INFO {}\r\nPPONG\r\nPONG\r\nMSG ~1:2~"))
        .containsExactly("subscribed", "1@2");
  }

  @Test
  void findsNothing_whenAMarkIsCutOff() {
    assertThat(scan("^", 4, "~12:x ~12~5 PON ~3:4")).isEmpty();
  }

  @Test
  void findsAMarkOnce_whereverTwoReadsCutIt() {
    String text =
        "^" + "{".repeat(50) + "~7:58123456789012~" + "}".repeat(50) + "~8:58123456789013~";

    for (int cut = 1; cut <= text.length(); cut++) {
      assertThat(scan("^", cut, text))
          .as("cut after %d bytes", cut)
          .containsExactly("subscribed", "7@58123456789012", "8@58123456789013");
    }
  }

  @Test
  void findsAllMarks_whateverLiesBetween() {
    for (String between :
        List.of("x", "}", "z\u007f", "\u00fe\u00ff", "\u0081~\u0001\u0000", "~")) {
      for (int times = 0; times < 80; times++) {
        String filling = between.repeat(times) + '|';
        assertThat(scan("^", 1_000, "^~1:10~" + filling + "~22:30~" + filling + filling + "~3:4~"))
            .as("%d times %s", times, between)
            .containsExactly("subscribed", "1@10", "22@30", "3@4");
      }
    }
  }

  @Test
  void findsNumbersOfAnyLength() {
    for (int length = 1; length <= 18; length++) {
      String number = "987654321012345678".substring(0, length);
      assertThat(scan("^", 100, "^~" + number + ":1~~2:" + number + "~" + "x".repeat(40)))
          .containsExactly("subscribed", number + "@1", "2@" + number);
    }
  }

  @Test
  void takesNothingForAMark_whenANumberIsMissing() {
    String frameOf14974Bytes = "\u0081~:~[";

    assertThat(scan("^", 100, "^" + frameOf14974Bytes + "~1:~ ~:1~ ~1:2:3~" + "x".repeat(40)))
        .containsExactly("subscribed");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheSame_whetherBytesComeTogetherOrOneByOne(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = "^" + pieces(random);
      int bytesPerRead = 1 + random.nextInt(text.length());

      assertThat(scan("^", bytesPerRead, text))
          .as("%d bytes a read of %s", bytesPerRead, text)
          .isEqualTo(scan("^", 1, text));
    }
  }

  private static String pieces(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i >= 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append("~:0x\u0081\u00fe\u00ff".charAt(random.nextInt(7)));
        case 1 -> text.append(random.nextLong() >>> random.nextInt(64));
        case 2 -> text.append("x".repeat(random.nextInt(50)));
        default -> text.append('~').append(i).append(':').append(random.nextInt()).append('~');
      }
    }
    return text.toString();
  }
}
