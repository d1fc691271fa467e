package io.tickwire.push.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.push.subscription.ChannelRules;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HmacTokensTest {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final String CLAIMS =
      "{\"sub\":\"alice\",\"scope\":\"push trade\",\"exp\":1700000060}";

  private final HmacTokens tokens = new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8));

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String signed(String header, String claims, String algorithm) {
    try {
      String text = base64(header) + "." + base64(claims);
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
      byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String signed(String claims) {
    return signed(HEADER, claims, "HmacSHA256");
  }

  private void assertRefused(String token) {
    assertThat(tokens.verify(token, NOW_MS)).isInstanceOf(TokenVerdict.Refused.class);
  }

  private Principal accepted(String token) {
    assertThat(tokens.verify(token, NOW_MS)).isInstanceOf(TokenVerdict.Accepted.class);
    return ((TokenVerdict.Accepted) tokens.verify(token, NOW_MS)).principal();
  }

  @Test
  void acceptsAForeignToken_whenItIsSignedWithTheSecret() {
    assertThat(accepted(signed(CLAIMS)))
        .isEqualTo(
            new Principal("alice", Set.of(Scope.PUSH, Scope.TRADE), List.of(), 1_700_000_060_000L));
  }

  @Test
  void acceptsItsOwnToken() {
    Principal principal = new Principal("bob", Set.of(Scope.PUSH), List.of(), NOW_MS + 60_000);
    assertThat(accepted(tokens.issue(principal, NOW_MS))).isEqualTo(principal);
  }

  @Test
  void readsScopesFromAList_andIgnoresUnknownOnes() {
    String claims = "{\"sub\":\"a\",\"scope\":[\"push\",\"fly\"],\"exp\":1700000060}";
    assertThat(accepted(signed(claims)).scopes()).containsExactly(Scope.PUSH);
  }

  @Test
  void limitsChannels_whenTheTokenDoes() {
    String claims = "{\"sub\":\"a\",\"channels\":[\"market:BTC*\"],\"exp\":1700000060}";
    assertThat(accepted(signed(claims)).channels()).containsExactly("market:BTC*");
    String nothing = "{\"sub\":\"a\",\"channels\":[],\"exp\":1700000060}";
    // Empty would mean no limit.
    assertThat(accepted(signed(nothing)).channels()).isNotEmpty();
    assertThat(ChannelRules.mayHear(accepted(signed(nothing)), "market:BTC-USDT")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"alg\":\"none\"} | HmacSHA256",
        "{\"alg\":\"None\"} | HmacSHA256",
        "{\"alg\":\"HS512\"} | HmacSHA512",
        "{\"alg\":\"HS384\"} | HmacSHA384",
        "{\"alg\":\"RS256\"} | HmacSHA256",
        "{\"alg\":\"hs256\"} | HmacSHA256",
        "{\"typ\":\"JWT\"} | HmacSHA256",
        "{\"alg\":[\"HS256\"]} | HmacSHA256",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"]} | HmacSHA256"
      })
  void refuses_whenTheAlgorithmIsNotTheOne(String header, String algorithm) {
    assertRefused(signed(header, CLAIMS, algorithm));
  }

  @Test
  void refuses_whenTheSignatureIsMissingOrAnothers() {
    String token = signed(CLAIMS);
    assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
    assertRefused(base64("{\"alg\":\"none\"}") + "." + base64(CLAIMS) + ".");
    assertRefused(token.substring(0, token.length() - 2) + "AA");
    String forged = base64(CLAIMS.replace("alice", "mallory"));
    String[] parts = token.split("\\.", -1);
    assertRefused(parts[0] + "." + forged + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"alice\",\"exp\":1700000000}",
        "{\"sub\":\"alice\",\"exp\":1699999999}",
        "{\"sub\":\"alice\",\"exp\":-5}",
        "{\"sub\":\"alice\",\"exp\":\"1700000060\"}",
        "{\"sub\":\"alice\"}",
        "{\"sub\":\"alice\",\"exp\":1700000060,\"nbf\":1700000001}",
        "{\"sub\":\"alice\",\"exp\":1700000060,\"nbf\":\"soon\"}",
        "{\"exp\":1700000060}",
        "{\"sub\":\"\",\"exp\":1700000060}",
        "{\"sub\":7,\"exp\":1700000060}",
        "{\"sub\":\"a b\",\"exp\":1700000060}",
        "[]",
        "nonsense"
      })
  void refuses_whenTheClaimsCannotBe(String claims) {
    assertRefused(signed(claims));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "%.%.%"})
  void refuses_whenItIsNoToken(String text) {
    assertRefused(text);
  }

  @Test
  void refuses_whenTheTokenIsHuge() {
    assertRefused(signed(CLAIMS) + "A".repeat(10_000));
  }

  @Test
  void livesToTheEndOfTime_whenExpiryIsBeyondALong() {
    assertThat(accepted(signed("{\"sub\":\"a\",\"exp\":99999999999999999999}")).expiresAtMs())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesToBeMade_whenTheSecretIsShort() {
    assertThatThrownBy(() -> new HmacTokens(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
