package io.tickwire.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenDeskTest {

  private static final long NOW_MS = 1_000_000;

  private final TokenDesk desk = new TokenDesk("secret", Duration.ofSeconds(1));

  @Test
  void tokenIsValidUntilItsLifeEnds_whenIssued() {
    String token = desk.issue(NOW_MS);
    assertThat(desk.check(token, NOW_MS + 999)).isEqualTo(TokenDesk.Verdict.VALID);
    assertThat(desk.check(token, NOW_MS + 1_000)).isEqualTo(TokenDesk.Verdict.EXPIRED);
  }

  @Test
  void tokenLooksLikeTheExchanges_whenIssued() {
    assertThat(desk.issue(NOW_MS)).matches("[A-Za-z0-9_-]+==\\.[A-Za-z0-9_-]+==");
  }

  @Test
  void tokenIsInvalid_whenFromAnotherDesk() {
    TokenDesk other = new TokenDesk("other", Duration.ofSeconds(1));
    assertThat(desk.check(other.issue(NOW_MS), NOW_MS)).isEqualTo(TokenDesk.Verdict.INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "!!!!.????", "no-dot", "..", "AAAA."})
  void tokenIsInvalid_whenItIsNone(String token) {
    assertThat(desk.check(token, NOW_MS)).isEqualTo(TokenDesk.Verdict.INVALID);
  }
}
