package io.tickwire.push.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Decimal18Test {
  @Test
  void ordersLikeTheNumbers() {
    List<BigDecimal> numbers =
        List.of(
            new BigDecimal("-999999999999999999.999999999999999999"),
            new BigDecimal("-2"),
            new BigDecimal("-1.5"),
            new BigDecimal("-0.000000000000000001"),
            BigDecimal.ZERO,
            new BigDecimal("0.000000000000000001"),
            new BigDecimal("0.7"),
            new BigDecimal("1e3"),
            new BigDecimal("999999999999999999.999999999999999999"));
    assertThat(numbers.stream().map(Decimal18::of).toList()).isSorted().doesNotContainNull();
  }

  @Test
  void readsBackAsItWasWritten() {
    for (String text : List.of("-1.5", "0", "0.7", "1000", "-0.000000000000000001", "12.05")) {
      assertThat(Decimal18.of(TextNode.valueOf(text))).hasToString(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "NaN",
        "1000000000000000000",
        "1e999999999",
        "1e-999999999",
        "0.0000000000000000001",
        "1 ",
        "0x1"
      })
  void isNothing_whenItDoesNotFitOrIsNoNumber(String text) {
    assertThat(Decimal18.of(TextNode.valueOf(text))).isNull();
  }

  @Test
  void isNothing_whenItIsNotFinite() {
    assertThat(Decimal18.of(DoubleNode.valueOf(Double.NaN))).isNull();
    assertThat(Decimal18.of(DoubleNode.valueOf(Double.POSITIVE_INFINITY))).isNull();
  }
}
