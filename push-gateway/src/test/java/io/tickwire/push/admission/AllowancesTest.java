package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AllowancesTest {
  private static final long NOW_MS = 1_000_000;

  /**
   * Ten messages at once for a user, thirty for an address, fifty for all; four subscriptions for a
   * user, six for an address, eight for all.
   */
  private final Allowances allowances =
      of(
          Map.of(
              "push.admission.max-messages-per-user", "1",
              "push.admission.max-messages-per-address", "3",
              "push.admission.max-messages", "5",
              "push.admission.max-subscriptions-per-user", "4",
              "push.admission.max-subscriptions-per-address", "6",
              "push.admission.max-subscriptions", "8",
              "push.admission.max-refused-messages", "2"));

  private static Allowances of(Map<String, String> settings) {
    AdmissionConfig config = AdmissionConfig.from(Settings.of(settings), 0, 0);
    return new Allowances(config, new Admission(config));
  }

  private static int read(Allowance allowance, String user) {
    int read = 0;
    while (read < 1_000 && allowance.takeMessage(user, NOW_MS) == null) {
      read++;
    }
    return read;
  }

  @Test
  void countsMessages_ofAllConnectionsOfAUser() {
    assertThat(read(allowances.ofSocket("1.1.1.1"), "alice")).isEqualTo(10);
    Allowance elsewhere = allowances.ofSocket("2.2.2.2");
    assertThat(elsewhere.takeMessage("alice", NOW_MS)).isEqualTo(Limit.USER_MESSAGES);
    assertThat(elsewhere.takeMessage("alice", NOW_MS + 1_000)).isNull();
    assertThat(read(elsewhere, "bob")).isEqualTo(10);
  }

  @Test
  void countsMessages_ofAllConnectionsOfAnAddress() {
    for (String user : List.of("alice", "bob", "carol")) {
      assertThat(read(allowances.ofSocket("1.1.1.1"), user)).isEqualTo(10);
    }
    Allowance here = allowances.ofSocket("1.1.1.1");
    assertThat(here.takeMessage("dave", NOW_MS)).isEqualTo(Limit.ADDRESS_MESSAGES);
    assertThat(here.takeMessage(null, NOW_MS)).isEqualTo(Limit.ADDRESS_MESSAGES);
    assertThat(read(allowances.ofSocket("2.2.2.2"), "dave")).isEqualTo(10);
  }

  @Test
  void countsForTheAddress_whileNobodyHasSignedIn() {
    Allowance unknown = allowances.ofSocket("1.1.1.1");
    for (int i = 0; i < 30; i++) {
      assertThat(unknown.takeMessage(null, NOW_MS)).isNull();
    }
    assertThat(unknown.takeMessage(null, NOW_MS)).isEqualTo(Limit.ADDRESS_MESSAGES);
  }

  @Test
  void sparesOthersOfTheAddress_whenAUserSendsTooMuch() {
    Allowance flooding = allowances.ofSocket("1.1.1.1");
    for (int i = 0; i < 500; i++) {
      flooding.takeMessage("alice", NOW_MS);
    }
    assertThat(read(allowances.ofSocket("1.1.1.1"), "bob")).isEqualTo(10);
  }

  @Test
  void countsMessages_ofAllConnections() {
    for (String user : List.of("alice", "bob", "carol")) {
      assertThat(read(allowances.ofSocket("1.1.1.1"), user)).isEqualTo(10);
    }
    assertThat(read(allowances.ofSocket("2.2.2.2"), "dave")).isEqualTo(10);
    assertThat(read(allowances.ofSocket("2.2.2.2"), "eve")).isEqualTo(10);
    Allowance late = allowances.ofSocket("3.3.3.3");
    assertThat(late.takeMessage("frank", NOW_MS)).isEqualTo(Limit.ALL_MESSAGES);
    assertThat(allowances.takeOfAddress("3.3.3.3", NOW_MS)).isEqualTo(Limit.ALL_MESSAGES);
    assertThat(late.takeMessage("frank", NOW_MS + 1_000)).isNull();
  }

  @Test
  void countsForNobodyElse_whatIsRefusedForOne() {
    Allowances few =
        of(
            Map.of(
                "push.admission.max-messages-per-user", "1",
                "push.admission.max-messages-per-address", "2",
                "push.admission.max-messages", "3"));
    Allowance flooding = few.ofSocket("1.1.1.1");
    for (int i = 0; i < 500; i++) {
      flooding.takeMessage("alice", NOW_MS);
    }
    assertThat(read(few.ofSocket("1.1.1.1"), "bob")).isEqualTo(10);
    for (int i = 0; i < 500; i++) {
      flooding.takeMessage("carol", NOW_MS);
    }
    assertThat(read(few.ofSocket("2.2.2.2"), "dave")).isEqualTo(10);
  }

  @Test
  void givesTheAddressBack_whatIsRefusedForAll() {
    Allowances few =
        of(
            Map.of(
                "push.admission.max-messages-per-address",
                "1",
                "push.admission.max-messages",
                "1"));
    assertThat(read(few.ofSocket("1.1.1.1"), "alice")).isEqualTo(10);
    for (int i = 0; i < 30; i++) {
      assertThat(few.takeOfAddress("2.2.2.2", NOW_MS)).isEqualTo(Limit.ALL_MESSAGES);
    }
    assertThat(few.takeOfAddress("2.2.2.2", NOW_MS + 1_000)).isNull();
  }

  private static int hold(Allowance allowance, String user, int wanted) {
    int held = 0;
    while (held < wanted && allowance.takeSubscription(user) == null) {
      held++;
    }
    return held;
  }

  @Test
  void countsSubscriptions_ofAllConnectionsOfAUser() {
    Allowance socket = allowances.ofSocket("1.1.1.1");
    Allowance request = allowances.ofRequest("2.2.2.2");
    assertThat(hold(socket, "alice", 2)).isEqualTo(2);
    assertThat(hold(request, "alice", 2)).isEqualTo(2);
    assertThat(socket.takeSubscription("alice")).isEqualTo(Limit.USER_SUBSCRIPTIONS);
    assertThat(request.takeSubscription("bob")).isNull();
    request.giveBackSubscriptions("alice", 2);
    assertThat(socket.takeSubscription("alice")).isNull();
  }

  @Test
  void countsSubscriptions_ofAllConnectionsOfAnAddress() {
    Allowance here = allowances.ofSocket("1.1.1.1");
    assertThat(hold(here, "alice", 4)).isEqualTo(4);
    assertThat(hold(allowances.ofRequest("1.1.1.1"), "bob", 2)).isEqualTo(2);
    assertThat(here.takeSubscription("carol")).isEqualTo(Limit.ADDRESS_SUBSCRIPTIONS);
    assertThat(allowances.ofSocket("2.2.2.2").takeSubscription("bob")).isNull();
    here.giveBackSubscriptions("alice", 1);
    assertThat(here.takeSubscription("carol")).isNull();
  }

  @Test
  void countsSubscriptions_ofAllConnections() {
    Allowance here = allowances.ofSocket("1.1.1.1");
    Allowance there = allowances.ofSocket("2.2.2.2");
    assertThat(hold(here, "alice", 4)).isEqualTo(4);
    assertThat(hold(there, "bob", 4)).isEqualTo(4);
    for (int i = 0; i < 10; i++) {
      assertThat(there.takeSubscription("carol")).isEqualTo(Limit.ALL_SUBSCRIPTIONS);
    }
    here.giveBackSubscriptions("alice", 4);
    assertThat(hold(there, "carol", 4)).as("what was refused counts for nobody").isEqualTo(2);
    assertThat(hold(allowances.ofSocket("3.3.3.3"), "carol", 4)).isEqualTo(2);
  }

  @Test
  void forgetsUsersAndAddresses_thatHoldNoSubscription() {
    Allowance socket = allowances.ofSocket("1.1.1.1");
    assertThat(hold(socket, "alice", 2)).isEqualTo(2);
    socket.giveBackSubscriptions("alice", 2);
    assertThat(allowances.subscribers()).isZero();
  }

  private static boolean endsAtTheThird(Allowance allowance, Limit limit, @Nullable String user) {
    List<Boolean> ends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ends.add(allowance.refused(limit, user, NOW_MS));
    }
    return ends.equals(List.of(false, false, true));
  }

  @Test
  void endsTheConnection_ofAUserWhoSendsOn_whereverHeDoes() {
    Allowance here = allowances.ofSocket("1.1.1.1");
    Allowance there = allowances.ofSocket("2.2.2.2");
    assertThat(here.refused(Limit.MESSAGES, "alice", NOW_MS)).isFalse();
    assertThat(there.refused(Limit.USER_MESSAGES, "alice", NOW_MS)).isFalse();
    assertThat(here.refused(Limit.MESSAGES, "alice", NOW_MS)).isTrue();
    assertThat(here.refused(Limit.MESSAGES, "bob", NOW_MS)).isFalse();
  }

  @Test
  void endsNoConnection_forWhatOthersHaveUsedUp() {
    Allowance socket = allowances.ofSocket("1.1.1.1");
    assertThat(endsAtTheThird(socket, Limit.ADDRESS_MESSAGES, "alice")).isFalse();
    assertThat(endsAtTheThird(socket, Limit.ALL_MESSAGES, "alice")).isFalse();
    assertThat(endsAtTheThird(socket, Limit.ALL_MESSAGES, null)).isFalse();
  }

  @Test
  void endsTheConnection_whoseClientSendsOn_withoutSayingWhoHeIs() {
    assertThat(endsAtTheThird(allowances.ofSocket("1.1.1.1"), Limit.MESSAGES, null)).isTrue();
    assertThat(endsAtTheThird(allowances.ofSocket("2.2.2.2"), Limit.ADDRESS_MESSAGES, null))
        .isTrue();
  }

  @Test
  void countsRequests_likeMessages() {
    for (int i = 0; i < 10; i++) {
      assertThat(allowances.takeOfAddress("1.1.1.1", NOW_MS)).isNull();
      assertThat(allowances.takeOfUser("alice", "1.1.1.1", NOW_MS)).isTrue();
    }
    assertThat(allowances.ofSocket("1.1.1.1").takeMessage("alice", NOW_MS))
        .isEqualTo(Limit.USER_MESSAGES);
  }
}
