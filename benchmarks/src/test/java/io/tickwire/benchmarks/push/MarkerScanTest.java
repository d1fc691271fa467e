package io.tickwire.benchmarks.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
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
}
