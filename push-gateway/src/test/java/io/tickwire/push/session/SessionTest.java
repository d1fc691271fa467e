package io.tickwire.push.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.AdmissionConfig;
import io.tickwire.push.admission.Allowance;
import io.tickwire.push.admission.Allowances;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.WireFormat;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelRules;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SessionTest {
  private static final long START_MS = 1_000_000;
  private static final long HEARTBEAT_MS = 30_000;
  private static final ServerFrame.Limits LIMITS =
      new ServerFrame.Limits(65_536, 2, 10, 0, 0, 100, 1_024, 100);

  /** A token is {@code user}, {@code user@expiryMs} or {@code user!} for one without push. */
  private static TokenVerdict verify(String token, long nowMs) {
    if (token.equals("bad")) {
      return new TokenVerdict.Refused("bad token");
    }
    String[] parts = token.replace("!", "").split("@", -1);
    long expiresMs = parts.length > 1 ? Long.parseLong(parts[1]) : Long.MAX_VALUE;
    Set<Scope> scopes = Set.of(token.endsWith("!") ? Scope.TRADE : Scope.PUSH);
    return new TokenVerdict.Accepted(new Principal(parts[0], scopes, List.of(), expiresMs));
  }

  private Offset newest = new Offset(9, 0);

  /** Ends at 9-0 and reaches back to 5-0. */
  private final EventHistory history =
      new EventHistory() {
        @Override
        public Offset newest() {
          return newest;
        }

        @Override
        public boolean reaches(Offset since) {
          return since.ms() >= 5;
        }
      };

  private @Nullable List<String> watched = List.of();
  private int doubts;

  private final Session session = session(Allowance.UNLIMITED);

  private Session session(Allowance allowance) {
    return new Session(
        "conn_1",
        WireFormat.JSON,
        new SessionRules(
            new SessionConfig(HEARTBEAT_MS, 5_000, List.of(), LIMITS),
            SessionTest::verify,
            new ChannelRules(this::isSymbol, List.of()),
            history,
            user -> watched,
            allowance),
        START_MS);
  }

  /** About one of them nobody knows any more, the second time it is asked for. */
  private boolean isSymbol(String name) {
    if (name.equals("?") && ++doubts > 1) {
      throw new IllegalStateException("nobody knows");
    }
    return name.length() == 1;
  }

  private List<SessionAction> say(String json, long nowMs) {
    return say(session, json, nowMs);
  }

  private static List<SessionAction> say(Session session, String json, long nowMs) {
    return session.onText(json.replace('\'', '"'), nowMs);
  }

  private List<SessionAction> signIn(String token) {
    return say("{'type':'auth','token':'" + token + "'}", START_MS);
  }

  private static SessionAction error(ErrorCode code, String message) {
    return new SessionAction.Send(new ServerFrame.Failure(null, code, message));
  }

  private static CloseCode closing(List<SessionAction> actions) {
    return ((SessionAction.Close) actions.get(actions.size() - 1)).code();
  }

  @Test
  void welcomes_whenTheTokenIsGood() {
    assertThat(signIn("alice"))
        .containsExactly(
            new SessionAction.Send(
                new ServerFrame.Welcome(null, "conn_1", "alice", HEARTBEAT_MS, LIMITS)));
  }

  @Test
  void closes_whenTheTokenIsBad() {
    assertThat(closing(signIn("bad"))).isEqualTo(CloseCode.UNAUTHENTICATED);
    assertThat(say("{'type':'ping'}", START_MS)).isEmpty();
  }

  @Test
  void closes_whenTheTokenLacksPush() {
    assertThat(closing(signIn("alice!"))).isEqualTo(CloseCode.FORBIDDEN);
  }

  @Test
  void closes_whenNobodySignsInInTime() {
    assertThat(session.onTime(START_MS + 4_999)).isEmpty();
    say("{'type':'ping'}", START_MS + 4_999);
    assertThat(closing(session.onTime(START_MS + 5_000))).isEqualTo(CloseCode.UNAUTHENTICATED);
  }

  @Test
  void takesOnlyAuthAndPing_beforeAuth() {
    assertThat(say("{'type':'subscribe','channels':['user:me']}", START_MS))
        .containsExactly(error(ErrorCode.UNAUTHENTICATED, "send auth first"));
    assertThat(say("{'type':'unsubscribe'}", START_MS))
        .containsExactly(error(ErrorCode.UNAUTHENTICATED, "send auth first"));
    assertThat(say("{'type':'ping'}", START_MS))
        .containsExactly(new SessionAction.Send(new ServerFrame.Pong(null, START_MS)));
  }

  @Test
  void closes_onTheTenthMalformedMessage() {
    signIn("alice");
    for (int i = 0; i < 8; i++) {
      assertThat(say("{", START_MS))
          .containsExactly(error(ErrorCode.BAD_REQUEST, "not JSON at character 1"));
    }
    assertThat(session.onBinary(new byte[] {(byte) 0xA0}, START_MS)).hasSize(1);
    List<SessionAction> tenth = say("{", START_MS);
    assertThat(tenth).hasSize(2);
    assertThat(closing(tenth)).isEqualTo(CloseCode.PROTOCOL_VIOLATION);
  }

  @Test
  void repliesBeforeItJoins() {
    signIn("alice");
    assertThat(
            say(
                "{'type':'subscribe','channels':['user:me',{'channel':'market:B','since':'9-0'}]}",
                START_MS))
        .containsExactly(
            new SessionAction.Send(
                new ServerFrame.Subscribed(
                    null,
                    List.of(
                        new ServerFrame.SubscribedChannel("user:alice", "user:me", "9-0", false),
                        new ServerFrame.SubscribedChannel("market:B", null, null, false)),
                    List.of())),
            new SessionAction.Join(
                new Subscription(new Channel.User("alice"), Filter.EVERYTHING, 100)),
            new SessionAction.Join(
                new Subscription(new Channel.Market("B"), Filter.EVERYTHING, 100)));
  }

  @Test
  void replaysWhatWasMissed_betweenTheReplyAndTheJoin() {
    signIn("alice");
    say("{'type':'subscribe','channels':['user:me']}", START_MS);
    Subscription alerts = new Subscription(new Channel.Topic("alerts"), Filter.EVERYTHING, 0);
    assertThat(
            say(
                "{'type':'subscribe','interval_ms':0,"
                    + "'channels':[{'channel':'alerts','since':'5-0'}]}",
                START_MS))
        .containsExactly(
            new SessionAction.Send(
                new ServerFrame.Subscribed(
                    null,
                    List.of(new ServerFrame.SubscribedChannel("alerts", null, "9-0", true)),
                    List.of())),
            new SessionAction.Replay(
                List.of(new Missed(alerts, new Offset(5, 0))),
                List.of(
                    new Missed(
                        new Subscription(new Channel.User("alice"), Filter.EVERYTHING, 100),
                        new Offset(9, 0)))),
            new SessionAction.Join(alerts));
  }

  @Test
  void saysThatNothingIsRecovered_whenHistoryDoesNotReach() {
    signIn("alice");
    List<SessionAction> actions =
        say("{'type':'subscribe','channels':[{'channel':'alerts','since':'4-0'}]}", START_MS);
    assertThat(actions).hasSize(2).noneMatch(SessionAction.Replay.class::isInstance);
    ServerFrame.Subscribed reply =
        (ServerFrame.Subscribed) ((SessionAction.Send) actions.get(0)).frame();
    assertThat(reply.channels().get(0).recovered()).isFalse();
  }

  @Test
  void rejectsTheEntry_whenSinceIsNoOffset() {
    signIn("alice");
    List<SessionAction> actions =
        say("{'type':'subscribe','channels':[{'channel':'alerts','since':'x'}]}", START_MS);
    ServerFrame.Subscribed reply =
        (ServerFrame.Subscribed) ((SessionAction.Send) actions.get(0)).frame();
    assertThat(reply.rejected())
        .containsExactly(
            new ServerFrame.RejectedChannel(
                "alerts", ErrorCode.BAD_REQUEST, "since must be an offset"));
  }

  @Test
  void refusesMessages_thatComeTooFast() {
    signIn("alice");
    for (int i = 1; i < 100; i++) {
      assertThat(say("{'type':'ping'}", START_MS)).hasSize(1).noneMatch(tooFast()::equals);
    }
    assertThat(say("{'type':'ping'}", START_MS))
        .containsExactly(new SessionAction.Limited(Limit.MESSAGES), tooFast());
    assertThat(say("{'type':'ping'}", START_MS + 100))
        .containsExactly(new SessionAction.Send(new ServerFrame.Pong(null, START_MS + 100)));
  }

  private static SessionAction tooFast() {
    return error(ErrorCode.TOO_MANY_REQUESTS, "too many messages a second");
  }

  /** Two subscriptions and ten messages of a user over all connections. */
  private static Allowances two() {
    return allowances(
        Map.of(
            "push.admission.max-messages-per-user", "1",
            "push.admission.max-subscriptions-per-user", "2"));
  }

  private static Allowances allowances(Map<String, String> settings) {
    AdmissionConfig config = AdmissionConfig.from(Settings.of(settings), 0, 0);
    return new Allowances(config, new Admission(config));
  }

  private Session of(Allowances allowances, String user) {
    Session one = session(allowances.ofSocket("1.1.1.1"));
    one.onToken(user, START_MS);
    return one;
  }

  /** The channels that are rejected. */
  private static List<ServerFrame.RejectedChannel> subscribe(Session session, String channels) {
    List<SessionAction> actions =
        say(session, "{'type':'subscribe','channels':[" + channels + "]}", START_MS);
    SessionAction reply =
        actions.stream().filter(SessionAction.Send.class::isInstance).findFirst().orElseThrow();
    return ((ServerFrame.Subscribed) ((SessionAction.Send) reply).frame()).rejected();
  }

  @Test
  void refusesMessages_whenAnotherConnectionOfTheUserHasSentThem() {
    Allowances allowances = two();
    Session first = of(allowances, "alice");
    for (int i = 0; i < 10; i++) {
      assertThat(say(first, "{'type':'ping'}", START_MS)).hasSize(1);
    }
    Session second = of(allowances, "alice");
    assertThat(say(second, "{'type':'ping'}", START_MS))
        .containsExactly(
            new SessionAction.Limited(Limit.USER_MESSAGES),
            error(ErrorCode.TOO_MANY_REQUESTS, Limit.USER_MESSAGES.reason()));
    assertThat(say(of(allowances, "bob"), "{'type':'ping'}", START_MS)).hasSize(1);
    assertThat(say(second, "{'type':'ping'}", START_MS + 1_000)).hasSize(1);
  }

  @Test
  void refusesSubscriptions_whenOtherConnectionsOfTheUserHoldThem() {
    Allowances allowances = two();
    Session first = of(allowances, "alice");
    Session second = of(allowances, "alice");
    assertThat(subscribe(first, "'user:me'")).isEmpty();
    assertThat(subscribe(first, "'user:me'")).as("replaces the one before").isEmpty();
    assertThat(subscribe(second, "'alerts','market:A'"))
        .containsExactly(
            new ServerFrame.RejectedChannel(
                "market:A", ErrorCode.TOO_MANY_SUBSCRIPTIONS, Limit.USER_SUBSCRIPTIONS.reason()));
    assertThat(subscribe(of(allowances, "bob"), "'alerts','market:A'")).isEmpty();
  }

  @Test
  void saysWhichLimit_refusedASubscription() {
    Session first = of(two(), "alice");
    assertThat(
            say(
                first,
                "{'type':'subscribe','channels':['user:me','alerts','market:A','market:B']}",
                START_MS))
        .filteredOn(SessionAction.Limited.class::isInstance)
        .containsExactly(
            new SessionAction.Limited(Limit.SUBSCRIPTIONS),
            new SessionAction.Limited(Limit.SUBSCRIPTIONS));
    assertThat(say(of(two(), "bob"), "{'type':'subscribe','channels':['user:me']}", START_MS))
        .noneMatch(SessionAction.Limited.class::isInstance);
  }

  /** Ten messages at once, and two that are refused. */
  private static Allowances patient() {
    return allowances(
        Map.of(
            "push.admission.max-messages-per-user", "1",
            "push.admission.max-refused-messages", "2"));
  }

  @Test
  void ends_whenItsClientSendsOn_thoughMessagesAreRefused() {
    Session flooding = of(patient(), "alice");
    for (int i = 0; i < 12; i++) {
      assertThat(say(flooding, "{'type':'ping'}", START_MS))
          .noneMatch(SessionAction.Close.class::isInstance);
    }
    assertThat(say(flooding, "{'type':'ping'}", START_MS))
        .last()
        .isEqualTo(
            new SessionAction.Close(
                CloseCode.TOO_MANY_CONNECTIONS, "sent on after too many refused messages"));
    assertThat(say(flooding, "{'type':'ping'}", START_MS + 5_000)).isEmpty();
  }

  @Test
  void staysOpen_whenAnotherConnectionOfTheUserSentOn() {
    Allowances allowances = patient();
    Session quiet = of(allowances, "alice");
    Session flooding = of(allowances, "alice");
    for (int i = 0; i < 13; i++) {
      say(flooding, "{'type':'ping'}", START_MS);
    }
    assertThat(say(quiet, "{'type':'ping'}", START_MS + 1_000))
        .containsExactly(new SessionAction.Send(new ServerFrame.Pong(null, START_MS + 1_000)));
  }

  @Test
  void givesSubscriptionsBack_whenTheyAreLeft() {
    Allowances allowances = two();
    Session first = of(allowances, "alice");
    Session second = of(allowances, "alice");
    subscribe(first, "'user:me','alerts'");
    say(first, "{'type':'unsubscribe','channels':['alerts','alerts','market:B']}", START_MS);
    assertThat(subscribe(second, "'alerts','market:A'")).hasSize(1);
  }

  @Test
  void givesSubscriptionsBack_onceTheConnectionIsOver() {
    Allowances allowances = two();
    Session first = of(allowances, "alice");
    subscribe(first, "'user:me','alerts'");
    first.end();
    first.end();
    assertThat(subscribe(of(allowances, "alice"), "'alerts','market:A'")).isEmpty();
    assertThat(subscribe(of(allowances, "alice"), "'market:B'")).hasSize(1);
  }

  @Test
  void givesSubscriptionsBack_alsoWhenOneFailed() {
    Allowances allowances = two();
    Session first = of(allowances, "alice");
    assertThatThrownBy(() -> subscribe(first, "'user:me','alerts','market:?'"))
        .isInstanceOf(IllegalStateException.class);
    first.end();
    assertThat(subscribe(of(allowances, "alice"), "'alerts','market:A'")).isEmpty();
  }

  @Test
  void takesNothingAnyMore_whenWhatIsStoredComesAfterTheEnd() {
    Allowances allowances = two();
    Session first = session(allowances.ofSocket("1.1.1.1"));
    first.restore();
    first.onToken("alice", START_MS);
    first.end();
    assertThat(first.onRestored(Json.read("[\"user:me\",\"alerts\"]", JsonNode.class), START_MS))
        .isEmpty();
    assertThat(subscribe(of(allowances, "alice"), "'alerts','market:A'")).isEmpty();
  }

  @Test
  void replacesAFilter_howeverOften() {
    signIn("alice");
    String thousand =
        IntStream.range(0, 1_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String entry = "{'type':'subscribe','channels':['alerts'],'filters':{'x':[" + thousand + "]}}";
    for (int i = 0; i < 30; i++) {
      List<SessionAction> actions = say(entry, START_MS);
      assertThat(actions).as("replaces the one before, so it is as many values").hasSize(2);
    }
  }

  @Test
  void rejectsChannels_beyondTheLimit() {
    signIn("alice");
    String three = "{'type':'subscribe','channels':['market:A','market:B','market:C','market:A']}";
    List<SessionAction> actions = say(three, START_MS);
    assertThat(actions.get(0)).isEqualTo(new SessionAction.Limited(Limit.SUBSCRIPTIONS));
    ServerFrame.Subscribed reply =
        (ServerFrame.Subscribed) ((SessionAction.Send) actions.get(1)).frame();
    assertThat(reply.channels()).hasSize(2);
    assertThat(reply.rejected()).hasSize(1);
    assertThat(reply.rejected().get(0).code()).isEqualTo(ErrorCode.TOO_MANY_SUBSCRIPTIONS);
    assertThat(reply.rejected().get(0).channel()).isEqualTo("market:C");
  }

  @Test
  void leavesAll_whenUnsubscribeNamesNothing() {
    signIn("alice");
    say("{'type':'subscribe','channels':['user:me','market:B']}", START_MS);
    assertThat(say("{'type':'unsubscribe'}", START_MS))
        .containsExactly(
            new SessionAction.Leave(new Channel.User("alice")),
            new SessionAction.Leave(new Channel.Market("B")),
            new SessionAction.Send(
                new ServerFrame.Unsubscribed(null, List.of("user:alice", "market:B"))));
  }

  @Test
  void beatsAndPings_onceAnInterval() {
    signIn("alice");
    assertThat(session.onTime(START_MS + HEARTBEAT_MS - 1)).isEmpty();
    long nowMs = START_MS + HEARTBEAT_MS;
    assertThat(session.onTime(nowMs))
        .containsExactly(
            new SessionAction.Send(new ServerFrame.Heartbeat(nowMs, HEARTBEAT_MS)),
            new SessionAction.Ping());
    assertThat(session.onTime(nowMs + 1)).isEmpty();
  }

  @Test
  void closes_whenNoSignOfLifeCameForTwoHeartbeats() {
    signIn("alice");
    session.onPong(START_MS + 10_000);
    assertThat(session.onTime(START_MS + 10_000 + 2 * HEARTBEAT_MS))
        .noneMatch(SessionAction.Close.class::isInstance);
    assertThat(closing(session.onTime(START_MS + 10_001 + 2 * HEARTBEAT_MS)))
        .isEqualTo(CloseCode.SILENT);
  }

  @Test
  void saysThatTheTokenExpires_aMinuteBefore() {
    long expiresMs = START_MS + 70_000;
    signIn("alice@" + expiresMs);
    session.onPong(expiresMs - 60_001);
    session.onTime(expiresMs - 60_001);
    assertThat(session.onTime(expiresMs - 60_000))
        .containsExactly(new SessionAction.Send(new ServerFrame.AuthExpiring(60)));
    session.onPong(expiresMs);
    assertThat(closing(session.onTime(expiresMs))).isEqualTo(CloseCode.UNAUTHENTICATED);
  }

  @Test
  void staysOpen_whenTheTokenIsRenewed() {
    long expiresMs = START_MS + 30_000;
    signIn("alice@" + expiresMs);
    session.onTime(expiresMs - 20_000);
    assertThat(signIn("alice")).hasSize(1);
    assertThat(session.onTime(expiresMs)).noneMatch(SessionAction.Close.class::isInstance);
  }

  @Test
  void keepsTheOldToken_whenARenewalIsRefused() {
    signIn("alice");
    assertThat(signIn("bob"))
        .containsExactly(error(ErrorCode.FORBIDDEN, "a connection keeps its user"));
    assertThat(signIn("bad")).containsExactly(error(ErrorCode.UNAUTHENTICATED, "bad token"));
    assertThat(say("{'type':'subscribe','channels':['user:alice']}", START_MS)).hasSize(2);
  }

  @Test
  void waitsForTheLog_whenTheClientWasFurtherElsewhere() {
    signIn("alice");
    long inAMoment = START_MS + 100;
    assertThat(
            say("{'type':'subscribe','channels':[{'channel':'alerts','since':'10-0'}]}", START_MS))
        .isEmpty();
    assertThat(say("{'type':'unsubscribe'}", START_MS)).isEmpty();
    assertThat(session.onTime(inAMoment)).isEmpty();
    newest = new Offset(10, 0);
    List<SessionAction> actions = session.onTime(inAMoment);
    assertThat(actions).hasSize(5);
    assertThat(((SessionAction.Send) actions.get(0)).frame())
        .isEqualTo(
            new ServerFrame.Subscribed(
                null,
                List.of(new ServerFrame.SubscribedChannel("alerts", null, "10-0", true)),
                List.of()));
    assertThat(actions.get(3)).isInstanceOf(SessionAction.Leave.class);
  }

  @Test
  void waitsNotForEver_whenTheLogDoesNotComeThatFar() {
    signIn("alice");
    say("{'type':'subscribe','channels':[{'channel':'alerts','since':'10-0'}]}", START_MS);
    assertThat(session.onTime(START_MS + 1_999)).isEmpty();
    ServerFrame.Subscribed reply =
        (ServerFrame.Subscribed)
            ((SessionAction.Send) session.onTime(START_MS + 2_000).get(0)).frame();
    assertThat(reply.channels()).hasSize(1);
  }

  @Test
  void waitsNot_forAnOffsetOfAnotherLog() {
    signIn("alice");
    assertThat(
            say(
                "{'type':'subscribe','channels':[{'channel':'alerts','since':'"
                    + (START_MS + 60_000)
                    + "-0'}]}",
                START_MS))
        .isNotEmpty();
  }

  private static List<String> joinsAndLeaves(List<SessionAction> actions) {
    return actions.stream()
        .filter(a -> a instanceof SessionAction.Join || a instanceof SessionAction.Leave)
        .map(
            a ->
                a instanceof SessionAction.Join join
                    ? "+" + join.subscription().channel().key()
                    : "-" + ((SessionAction.Leave) a).channel().key())
        .toList();
  }

  @Test
  void followsTheWatchlist_asItIsEdited() {
    signIn("alice");
    watched = List.of("B", "C");
    List<SessionAction> actions =
        say("{'type':'subscribe','channels':['watchlist:me','market:B']}", START_MS);
    assertThat(joinsAndLeaves(actions))
        .containsExactly(
            "+watchlist:alice",
            "+watched market:B",
            "+watched market:C",
            "+watched signals:*",
            "+market:B");
    SessionAction.Join signals = (SessionAction.Join) actions.get(4);
    assertThat(signals.subscription().filter())
        .isEqualTo(new Filter(List.of(new Filter.OneOf("symbol", List.of("B", "C")))));

    assertThat(session.onWatchlist()).isEmpty();
    watched = List.of("C", "D");
    assertThat(joinsAndLeaves(session.onWatchlist()))
        .containsExactly("-watched market:B", "+watched market:D", "+watched signals:*");
    watched = List.of();
    assertThat(joinsAndLeaves(session.onWatchlist()))
        .containsExactlyInAnyOrder("-watched market:C", "-watched market:D", "-watched signals:*");
    watched = List.of("D");
    assertThat(session.onWatchlist()).hasSize(2);
    assertThat(joinsAndLeaves(say("{'type':'unsubscribe','channels':['watchlist:me']}", START_MS)))
        .containsExactly("-watched market:D", "-watched signals:*", "-watchlist:alice");
    watched = List.of("B");
    assertThat(session.onWatchlist()).isEmpty();
  }

  @Test
  void waitsForTheWatchlist_butNotForEver() {
    signIn("alice");
    watched = null;
    assertThat(say("{'type':'subscribe','channels':['watchlist:me']}", START_MS)).isEmpty();
    watched = List.of("B");
    assertThat(joinsAndLeaves(session.onTime(START_MS + 100))).hasSize(3);
    watched = null;
    say("{'type':'subscribe','channels':['watchlist:me']}", START_MS + 100);
    assertThat(session.onTime(START_MS + 2_100))
        .containsExactly(
            new SessionAction.Send(
                new ServerFrame.Subscribed(
                    null,
                    List.of(),
                    List.of(
                        new ServerFrame.RejectedChannel(
                            "watchlist:me",
                            ErrorCode.UNAVAILABLE,
                            "the watch list cannot be read now")))));
  }

  @Test
  void recoversTheSignals_ofTheWatchlist() {
    signIn("alice");
    watched = List.of("B");
    SessionAction.Replay replay =
        (SessionAction.Replay)
            say(
                    "{'type':'subscribe','channels':[{'channel':'watchlist:me','since':'5-0'}]}",
                    START_MS)
                .get(1);
    assertThat(replay.wanted().get(0).subscription().channel())
        .isEqualTo(new Channel.WatchedSignals());
  }

  @Test
  void restoresWhatIsStored_beforeAllThatIsAskedForSince() {
    session.restore();
    assertThat(signIn("alice")).hasSize(2).last().isEqualTo(new SessionAction.Restore("alice"));
    assertThat(signIn("alice")).hasSize(1);
    assertThat(say("{'type':'unsubscribe'}", START_MS)).isEmpty();
    assertThat(session.onTime(START_MS + 3_000)).isEmpty();
    List<SessionAction> actions =
        session.onRestored(Json.read("[\"alerts\",\"user:bob\"]", JsonNode.class), START_MS);
    ServerFrame.Subscribed reply =
        (ServerFrame.Subscribed) ((SessionAction.Send) actions.get(0)).frame();
    assertThat(reply.channels()).hasSize(1);
    assertThat(reply.rejected()).hasSize(1);
    assertThat(joinsAndLeaves(actions)).containsExactly("+alerts", "-alerts");
  }

  @Test
  void answersWithNothing_whenNothingIsStored() {
    session.restore();
    signIn("alice");
    assertThat(session.onRestored(Json.read("[]", JsonNode.class), START_MS))
        .containsExactly(
            new SessionAction.Send(new ServerFrame.Subscribed(null, List.of(), List.of())));
  }

  @Test
  void saysSo_whenWhatIsStoredCannotBeRead() {
    session.restore();
    signIn("alice");
    say("{'type':'subscribe','channels':['alerts']}", START_MS);
    List<SessionAction> actions = session.onNothingRestored("not now", START_MS);
    assertThat(actions.get(0)).isEqualTo(error(ErrorCode.UNAVAILABLE, "not now"));
    assertThat(joinsAndLeaves(actions)).containsExactly("+alerts");
  }
}
