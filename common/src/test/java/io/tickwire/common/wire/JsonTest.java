package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Money(BigDecimal usedMargin) {}

  @Test
  void writesDecimalsAsPlainStrings() {
    assertThat(Json.write(new Money(new BigDecimal("1E+3"))))
        .isEqualTo("{\"used_margin\":\"1000\"}");
    assertThat(Json.write(new Money(new BigDecimal("1E-8"))))
        .isEqualTo("{\"used_margin\":\"0.00000001\"}");
  }

  @Test
  void readsStringsAndNumbersExactly() {
    assertThat(Json.read("{\"used_margin\":\"60000.10\"}", Money.class).usedMargin())
        .isEqualTo(new BigDecimal("60000.10"));
    assertThat(Json.read("{\"used_margin\":0.1}", Money.class).usedMargin())
        .isEqualTo(new BigDecimal("0.1"));
  }

  @Test
  void ignoresFieldsItDoesNotKnow() {
    assertThat(Json.read("{\"used_margin\":1,\"colour\":\"red\"}", Money.class).usedMargin())
        .isEqualTo(BigDecimal.ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "1e5", "", " 1", "0x1", "1.", "--1", "1,0"})
  void refuses_whenItIsNoDecimal(String text) {
    assertThatThrownBy(() -> Json.read("{\"used_margin\":\"" + text + "\"}", Money.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refuses_whenADecimalIsAnObject() {
    assertThatThrownBy(() -> Json.read("{\"used_margin\":{}}", Money.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
