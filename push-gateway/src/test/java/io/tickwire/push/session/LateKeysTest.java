package io.tickwire.push.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.push.admission.Allowance;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.subscription.ChannelRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tokens in messages whose keys are not there yet. */
final class LateKeysTest {
  private static final long START_MS = 1_000_000;
  private static final ServerFrame.Limits LIMITS =
      new ServerFrame.Limits(65_536, 2, 1_000, 0, 0, 100, 1_024, 100);

  private static final EventHistory HISTORY =
      new EventHistory() {
        @Override
        public Offset newest() {
          return new Offset(9, 0);
        }

        @Override
        public boolean reaches(Offset since) {
          return true;
        }
      };

  /** A token is {@code user} or {@code user#} for one whose key comes later. */
  private final class Tokens implements TokenVerifier {
    @Override
    public TokenVerdict verify(String token, long nowMs) {
      return lacksKeyOf(token)
          ? new TokenVerdict.Refused("no key")
          : new TokenVerdict.Accepted(
              new Principal(
                  token.replace("#", ""), Set.of(Scope.PUSH), List.of(), START_MS + 60_000));
    }

    @Override
    public boolean lacksKeyOf(String token) {
      return token.endsWith("#") && !keysAreThere;
    }
  }

  private boolean keysAreThere;

  private final Session session =
      new Session(
          "conn_1",
          WireFormat.JSON,
          new SessionRules(
              new SessionConfig(30_000, 5_000, List.of(), LIMITS),
              new Tokens(),
              new ChannelRules(symbol -> true, List.of()),
              HISTORY,
              user -> List.of(),
              Allowance.UNLIMITED),
          START_MS);

  private List<SessionAction> say(String json, long nowMs) {
    return session.onText(json.replace('\'', '"'), nowMs);
  }

  private List<SessionAction> auth(String token, long nowMs) {
    return say("{'type':'auth','token':'" + token + "'}", nowMs);
  }

  private static List<String> types(List<SessionAction> actions) {
    return actions.stream()
        .filter(SessionAction.Send.class::isInstance)
        .map(action -> ((SessionAction.Send) action).frame().type())
        .toList();
  }

  private static CloseCode closing(List<SessionAction> actions) {
    return ((SessionAction.Close) actions.get(actions.size() - 1)).code();
  }

  @Test
  void keepsTheOrder_ofWhatComesWhileKeysAreLookedUp() {
    assertThat(auth("alice#", START_MS)).containsExactly(new SessionAction.LookUpKeys());
    assertThat(say("{'type':'subscribe','channels':['user:me']}", START_MS)).isEmpty();
    assertThat(say("{'type':'unsubscribe'}", START_MS)).isEmpty();
    assertThat(say("{}", START_MS)).isEmpty();
    assertThat(types(say("{'type':'ping'}", START_MS))).containsExactly("pong");
    keysAreThere = true;
    assertThat(types(session.onKeys(START_MS)))
        .containsExactly("welcome", "subscribed", "unsubscribed", "error");
    assertThat(session.onKeys(START_MS)).isEmpty();
  }

  @Test
  void refuses_whenTheKeyIsNotAmongTheNewer() {
    auth("alice#", START_MS);
    say("{'type':'subscribe','channels':['user:me']}", START_MS);
    List<SessionAction> actions = session.onKeys(START_MS);
    assertThat(types(actions)).containsExactly("error");
    assertThat(closing(actions)).isEqualTo(CloseCode.UNAUTHENTICATED);
  }

  @Test
  void isInTime_whenTheMessageCameInTime_butWaitsNoLongerThanKeysMayTake() {
    auth("alice#", START_MS + 4_000);
    assertThat(session.onTime(START_MS + 8_999)).isEmpty();
    assertThat(closing(session.onTime(START_MS + 9_000))).isEqualTo(CloseCode.UNAUTHENTICATED);
  }

  @Test
  void renews_onceTheKeyIsThere() {
    auth("alice", START_MS);
    assertThat(auth("alice#", START_MS)).containsExactly(new SessionAction.LookUpKeys());
    keysAreThere = true;
    assertThat(types(session.onKeys(START_MS))).containsExactly("welcome");
  }

  @Test
  void staysIn_whenARenewedTokenIsRefused() {
    auth("alice", START_MS);
    auth("alice#", START_MS);
    assertThat(types(session.onKeys(START_MS))).containsExactly("error");
    assertThat(types(say("{'type':'subscribe','channels':['user:me']}", START_MS)))
        .containsExactly("subscribed");
  }

  @Test
  void ends_whenTheTokenBeforeExpiresMeanwhile() {
    auth("alice", START_MS);
    auth("alice#", START_MS + 59_000);
    say("{'type':'ping'}", START_MS + 59_000);
    assertThat(closing(session.onTime(START_MS + 60_000))).isEqualTo(CloseCode.UNAUTHENTICATED);
    assertThat(session.onKeys(START_MS + 60_000)).isEmpty();
  }

  @Test
  void holdsAHundredMessagesAtMost() {
    auth("alice#", START_MS);
    for (int i = 0; i < 100; i++) {
      assertThat(say("{'type':'unsubscribe'}", START_MS)).isEmpty();
    }
    assertThat(types(say("{'type':'unsubscribe'}", START_MS))).containsExactly("error");
  }
}
