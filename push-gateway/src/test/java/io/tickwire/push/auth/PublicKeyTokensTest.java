package io.tickwire.push.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicKeyTokensTest {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final String CLAIMS =
      "{'sub':'alice','scope':'push','exp':1700000060,'iss':'https://id','aud':['web','app']}";

  private static final Map<TokenAlgorithm, Signer> SIGNERS =
      Map.of(
          TokenAlgorithm.RS256, Signer.of(TokenAlgorithm.RS256, "r1"),
          TokenAlgorithm.ES256, Signer.of(TokenAlgorithm.ES256, "e1"));

  private static Signer signer(TokenAlgorithm algorithm) {
    Signer signer = SIGNERS.get(algorithm);
    if (signer == null) {
      throw new AssertionError("no signer: algorithm=" + algorithm);
    }
    return signer;
  }

  private static PublicKeyTokens tokens(TokenAlgorithm algorithm, Signer... signers) {
    KeySet keys = KeySet.read(Signer.jwks(signers), algorithm);
    return new PublicKeyTokens(algorithm, new TokenClaims("https://id", "app"), () -> keys);
  }

  private static void assertRefused(TokenVerifier tokens, String token, String because) {
    TokenVerdict verdict = tokens.verify(token, NOW_MS);
    assertThat(verdict).isInstanceOf(TokenVerdict.Refused.class);
    assertThat(((TokenVerdict.Refused) verdict).reason()).contains(because);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void acceptsAToken_ofAKnownKey(TokenAlgorithm algorithm) {
    Signer signer = signer(algorithm);
    assertThat(tokens(algorithm, signer).verify(signer.sign(CLAIMS), NOW_MS))
        .isEqualTo(
            new TokenVerdict.Accepted(
                new Principal("alice", Set.of(Scope.PUSH), List.of(), 1_700_000_060_000L)));
    String nameless = signer.sign("{'alg':'" + algorithm + "'}", CLAIMS);
    assertThat(tokens(algorithm, signer).verify(nameless, NOW_MS))
        .isInstanceOf(TokenVerdict.Accepted.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void refusesAKey_thatIsNotThere(TokenAlgorithm algorithm) {
    Signer signer = signer(algorithm);
    Signer stranger = Signer.of(algorithm, "stranger");
    PublicKeyTokens tokens = tokens(algorithm, signer, Signer.of(algorithm, "second"));

    assertRefused(tokens, stranger.sign(CLAIMS), "key is not known");
    assertThat(tokens.lacksKeyOf(stranger.sign(CLAIMS))).isTrue();
    assertThat(tokens.lacksKeyOf(signer.sign(CLAIMS))).isFalse();
    assertThat(tokens.lacksKeyOf("nonsense")).isFalse();
    // It says that it is signed with a key that it is not signed with.
    String header = "{'alg':'" + algorithm + "','kid':'second'}";
    assertRefused(tokens, signer.sign(header, CLAIMS), "signature is wrong");
    // Which of two, it does not say.
    assertRefused(tokens, signer.sign("{'alg':'" + algorithm + "'}", CLAIMS), "not known");
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void refusesAnotherAlgorithm(TokenAlgorithm algorithm) throws GeneralSecurityException {
    Signer signer = signer(algorithm);
    PublicKeyTokens tokens = tokens(algorithm, signer);
    String body = signer.sign("{'alg':'none'}", CLAIMS);

    assertRefused(tokens, body, "algorithm");
    assertRefused(tokens, body.substring(0, body.lastIndexOf('.') + 1), "algorithm");
    for (String other : List.of("HS256", "ES384", "RS512", "PS256", "rs256", "es256")) {
      assertRefused(tokens, signer.sign("{'alg':'" + other + "'}", CLAIMS), "algorithm");
    }
    // The public key as a secret: what everybody knows must not sign.
    String text = body.substring(0, body.lastIndexOf('.'));
    String confused =
        text.replace(
            text.substring(0, text.indexOf('.')),
            Signer.base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(signer.publicKey(), "HmacSHA256"));
    byte[] forged = mac.doFinal(confused.getBytes(StandardCharsets.US_ASCII));
    assertRefused(tokens, confused + "." + Signer.base64(forged), "algorithm");
    // And the other way round: a token of a private key where a secret is expected.
    assertRefused(
        new HmacTokens(signer.publicKey()), signer.sign(CLAIMS), "algorithm is not accepted");
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void refusesASignature_thatCannotBe(TokenAlgorithm algorithm) {
    Signer signer = signer(algorithm);
    PublicKeyTokens tokens = tokens(algorithm, signer);
    String token = signer.sign(CLAIMS);
    String text = token.substring(0, token.lastIndexOf('.'));

    assertRefused(tokens, text + ".", "signature");
    assertRefused(tokens, text + "." + Signer.base64(new byte[64]), "signature");
    assertRefused(tokens, text + "." + Signer.base64(new byte[256]), "signature");
    String[] forged = signer.sign(CLAIMS.replace("alice", "mallory")).split("\\.", -1);
    String[] parts = token.split("\\.", -1);
    assertRefused(tokens, parts[0] + "." + forged[1] + "." + parts[2], "signature");
  }

  static Stream<String> claims() {
    return Stream.of(
        "'exp':1700000000|expired",
        "'exp':1700000060,'nbf':1700000001|not valid yet",
        "'exp':1700000060,'iss':'https://evil'|issuer",
        "'exp':1700000060,'iss':['https://id']|issuer",
        "'exp':1700000060,'aud':'other'|audience",
        "'exp':1700000060,'aud':['other']|audience",
        "'exp':1700000060,'aud':null|audience");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("claims")
  void refusesClaims_thatAreNotForUs(String claimsAndReason) {
    String[] parts = claimsAndReason.split("\\|", -1);
    String base = "{'sub':'alice','iss':'https://id','aud':'app',";
    assertRefused(
        tokens(TokenAlgorithm.ES256, signer(TokenAlgorithm.ES256)),
        signer(TokenAlgorithm.ES256).sign(base + parts[0] + "}"),
        parts[1]);
  }

  @Test
  void refusesATokenWithoutIssuerOrAudience_whenTheyAreExpected() {
    Signer signer = signer(TokenAlgorithm.RS256);
    PublicKeyTokens tokens = tokens(TokenAlgorithm.RS256, signer);
    assertRefused(tokens, signer.sign("{'sub':'a','exp':1700000060,'aud':'app'}"), "issuer");
    assertRefused(
        tokens, signer.sign("{'sub':'a','exp':1700000060,'iss':'https://id'}"), "audience");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "nonsense",
        "{'keys':[]}",
        "{'keys':[{'kty':'oct','k':'c2VjcmV0'}]}",
        "{'keys':[{'kty':'RSA','n':'AQAB','e':'AQAB'}]}",
        "{'keys':[{'kty':'RSA','use':'enc','n':'AQAB','e':'AQAB'}]}",
        "{'keys':[{'kty':'RSA','n':'%','e':'AQAB'}]}",
      })
  void refusesAKeySet_thatIsOfNoUse(String json) {
    assertThatThrownBy(() -> KeySet.read(json.replace('\'', '"'), TokenAlgorithm.RS256))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAShortKey_andOneForAnotherAlgorithm() {
    Signer weak = Signer.of(TokenAlgorithm.RS256, "weak", 1_024);
    assertThatThrownBy(() -> KeySet.read(Signer.jwks(weak), TokenAlgorithm.RS256))
        .hasMessageContaining("bits=1024");
    String jwks = Signer.jwks(signer(TokenAlgorithm.RS256), signer(TokenAlgorithm.ES256));
    assertThat(KeySet.read(jwks, TokenAlgorithm.ES256).keys()).containsOnlyKeys("e1");
  }
}
