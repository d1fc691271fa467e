package io.tickwire.push.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetTest {
  @Test
  void ordersByNumbers_notByText() {
    assertThat(List.of("0-0", "9-9", "9-10", "10-0", "1732145000000-3"))
        .extracting(text -> Objects.requireNonNull(Offset.parse(text)))
        .isSorted()
        .extracting(Offset::toString)
        .containsExactly("0-0", "9-9", "9-10", "10-0", "1732145000000-3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "-1", "1-", "1--1", "a-b", "1-2-3", "99999999999999999999-0", " 1-0"})
  void isNone_whenTheTextIsNoOffset(String text) {
    assertThat(Offset.parse(text)).isNull();
  }
}
