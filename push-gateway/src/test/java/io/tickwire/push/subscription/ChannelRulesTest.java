package io.tickwire.push.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelRulesTest {
  private static final Principal MALLORY =
      new Principal("mallory", Set.of(Scope.PUSH), List.of(), Long.MAX_VALUE);

  private final ChannelRules rules =
      new ChannelRules(Set.of("BTC-USDT")::contains, List.of("orders:*", "news"));

  private ErrorCode refusal(String channel) {
    return ((ChannelVerdict.Refused) rules.resolve(channel, MALLORY)).code();
  }

  @Test
  void resolvesMe_toTheUserOfTheToken() {
    assertThat(rules.resolve("user:me", MALLORY))
        .isEqualTo(new ChannelVerdict.Allowed(new Channel.User("mallory")))
        .isEqualTo(rules.resolve("user:mallory", MALLORY));
  }

  @ParameterizedTest
  @CsvSource({
    "market:BTC*, market:BTC-USDT, true",
    "market:BTC*, market:ETH-USDT, false",
    "news, news, true",
    "news, news.late, false",
    "token.*.update, token.5.update, true",
    "token.*.update, token.*.update, true",
    "token.*.update, token.5.trade, false",
    "token.*.update, token.*, false",
    "token.*.update, token.5.6.update, false",
    "token.5.*, token.*, false",
    "token.5.*, token.*.update, false",
    "token.*, token.5.update, true",
    "token.*, token.*.update, true",
    "user:me, user:mallory, true",
    "user:me, user:alice, false",
    "user:me, user:me, false",
    "watchlist:me, watchlist:mallory, true",
    "watchlist:me, watchlist:alice, false"
  })
  void keepsToTheChannels_thatTheTokenIsLimitedTo(String entry, String channel, boolean allowed) {
    Principal limited =
        new Principal("mallory", Set.of(Scope.PUSH), List.of("other", entry), Long.MAX_VALUE);
    assertThat(ChannelRules.mayHear(limited, channel)).isEqualTo(allowed);
    assertThat(ChannelRules.mayHear(MALLORY, channel)).isTrue();
  }

  @Test
  void resolvesTheOwnWatchlist() {
    assertThat(rules.resolve("watchlist:me", MALLORY))
        .isEqualTo(new ChannelVerdict.Allowed(new Channel.Watchlist("mallory")))
        .isEqualTo(rules.resolve("watchlist:mallory", MALLORY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "a*", "a:*"})
  void knowsNoOwnChannel_thatCouldBeTakenForAPattern(String user) {
    assertThatThrownBy(() -> new Channel.User(user)).hasMessageContaining("user=" + user);
    assertThatThrownBy(() -> new Channel.Watchlist(user)).hasMessageContaining("user=" + user);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user:alice",
        "user:Mallory",
        "user:%6dallory",
        " user:alice",
        "user:mallory ",
        "USER:me",
        "User:mallory",
        "user:",
        "user:me/../alice",
        "user:*",
        "user:mallory\u0000",
        "user:%61lice",
        "user:../alice",
        "user:alice:*",
        "user:mallory:*",
        "user:me,user:alice",
        "watchlist:alice",
        "watchlist:Mallory",
        "watchlist:%61lice",
        "watchlist:%6dallory",
        "WATCHLIST:alice",
        "Watchlist:me",
        " watchlist:alice",
        "watchlist:alice ",
        "watchlist:",
        "watchlist:*",
        "watchlist:a*",
        "watchlist:../alice",
        "watchlist:me/../alice",
        "watchlist:mallory/../alice",
        "watchlist:mallory\u0000",
        "watchlist:mallory:*",
        "watchlist:ａlice"
      })
  void forbids_whateverIsNotExactlyTheOwnChannel(String channel) {
    assertThat(refusal(channel)).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts", "signals:*", "news"})
  void gives_allWhoAskForAFamilyByItsName_theSameChannel(String family) {
    assertThat(channel(family)).isEqualTo(new Channel.Topic(family)).isSameAs(channel(family));
  }

  private Channel channel(String requested) {
    return ((ChannelVerdict.Allowed) rules.resolve(requested, MALLORY)).channel();
  }

  @Test
  void allowsMarkets_ofKnownSymbolsOnly() {
    assertThat(rules.resolve("market:BTC-USDT", MALLORY))
        .isEqualTo(new ChannelVerdict.Allowed(new Channel.Market("BTC-USDT")));
    assertThat(refusal("market:btc-usdt")).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
    assertThat(refusal("market:")).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
    assertThat(refusal("market:*")).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signals:*",
        "signals:type:breakout",
        "signals:entity:*",
        "tier_patterns",
        "market_insights",
        "alerts",
        "token.*",
        "token.*.update",
        "token.a.comment",
        "global.*",
        "global.trending",
        "orders:7",
        "news"
      })
  void allowsTopics_ofItsFamilies(String channel) {
    assertThat(rules.resolve(channel, MALLORY))
        .isEqualTo(new ChannelVerdict.Allowed(new Channel.Topic(channel)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "*.update",
        "token",
        "token.",
        "token..update",
        "token.a*.update",
        "token.a b",
        "alerts.more",
        "signals",
        "Alerts",
        "newsflash",
        "token.a.b.c.d.e.f.g.h",
        "watchlist",
        "watchlist.alice",
        "watchlists:alice",
        "%77atchlist:alice",
        "%75ser:alice",
        "us*r:alice",
        "*:alice",
        "watched market:BTC-USDT"
      })
  void doesNotKnow_whatIsInNoFamilyOrNoName(String channel) {
    assertThat(refusal(channel)).isEqualTo(ErrorCode.UNKNOWN_CHANNEL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "user:*", "user", "*:*", "market:*", "watchlist:me", "a*", "", "a..b"})
  void refusesFamilies_thatWouldReachOtherChannels(String family) {
    assertThat(ChannelRules.isPossibleFamily(family)).isFalse();
  }

  @Test
  void takesFamilies_ofItsOwnNames() {
    assertThat(ChannelRules.isPossibleFamily("orders:*")).isTrue();
    assertThat(ChannelRules.isPossibleFamily("users.*")).isTrue();
  }

  @Test
  void forbids_whatTheTokensOwnListLeavesOut() {
    Principal limited =
        new Principal("mallory", Set.of(Scope.PUSH), List.of("user:*"), Long.MAX_VALUE);
    assertThat(rules.resolve("market:BTC-USDT", limited))
        .isInstanceOf(ChannelVerdict.Refused.class);
    assertThat(rules.resolve("user:me", limited)).isInstanceOf(ChannelVerdict.Allowed.class);
  }
}
