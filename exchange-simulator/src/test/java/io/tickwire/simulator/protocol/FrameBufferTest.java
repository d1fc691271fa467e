package io.tickwire.simulator.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FrameBufferTest {

  @ParameterizedTest
  @CsvSource({
    "0,0,0",
    "0,8,0",
    "1,9,0.000000001",
    "600001,1,60000.1",
    "600000,1,60000",
    "7001,7,0.0007001",
    "10,2,0.1",
    "123,3,0.123",
    "9223372036854775807,0,9223372036854775807",
    "9223372036854775807,19,0.9223372036854775807",
    "1000000000000000000,18,1"
  })
  void decimalHasNoTrailingZeros_whenSpelled(long unscaled, int scale, String text) {
    assertThat(new FrameBuffer().decimal(unscaled, scale).toString()).isEqualTo(text);
  }

  @Test
  void decimalIsSpelledAsABigDecimalIs_whateverItIs() {
    Random random = new Random(4);
    FrameBuffer frame = new FrameBuffer();
    for (int i = 0; i < 20_000; i++) {
      long unscaled = random.nextLong() >>> (1 + random.nextInt(62));
      int scale = random.nextInt(14);
      assertThat(frame.clear().decimal(unscaled, scale).toString())
          .isEqualTo(Decimals.text(BigDecimal.valueOf(unscaled, scale)));
    }
  }

  @Test
  void nothingIsLost_whenAFrameOutgrowsItsRoom() {
    FrameBuffer frame = new FrameBuffer();
    for (int i = 0; i < 500; i++) {
      frame.text("a").number(i).hex(-1L);
    }
    assertThat(frame.toString())
        .startsWith("a0ffffffffffffffffa1")
        .endsWith("a499" + "f".repeat(16));
  }
}
