package io.tickwire.push.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserIdsTest {
  @ParameterizedTest
  @ValueSource(strings = {"alice", "a", "a:b/c@d.e", "ünal", "日本", "{u:x}", "%61lice"})
  void accepts_whenAllIsVisible(String user) {
    assertThat(UserIds.isValid(user)).isTrue();
    assertThat(UserIds.isValid("x".repeat(128))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a\tb",
        "a\nb",
        "a\u0000",
        "a\u00a0b",
        "a\u200bb",
        "\ud800",
        "\u2028",
        "*",
        "a*",
        "a:*"
      })
  void refuses_whenSomethingIsNot_orItCouldBeAPattern(String user) {
    assertThat(UserIds.isValid(user)).isFalse();
    assertThat(UserIds.isValid("x".repeat(129))).isFalse();
  }
}
