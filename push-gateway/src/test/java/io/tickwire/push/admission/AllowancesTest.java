package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AllowancesTest {
  private static final long NOW_MS = 1_000_000;

  /** Ten messages at once for a user, thirty for an address; four subscriptions for a user. */
  private final Allowances allowances =
      new Allowances(new AdmissionConfig(List.of(), 0, 0, 0, 30_000, 1, 3, 4, 0));

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
  void countsSubscriptions_ofAllConnectionsOfAUser() {
    Allowance socket = allowances.ofSocket("1.1.1.1");
    Allowance request = allowances.ofRequest();
    for (int i = 0; i < 2; i++) {
      assertThat(socket.takeSubscription("alice")).isTrue();
      assertThat(request.takeSubscription("alice")).isTrue();
    }
    assertThat(socket.takeSubscription("alice")).isFalse();
    assertThat(request.takeSubscription("bob")).isTrue();
    request.giveBackSubscriptions("alice", 2);
    assertThat(socket.takeSubscription("alice")).isTrue();
  }

  @Test
  void forgetsAUser_whoHoldsNoSubscription() {
    Allowance socket = allowances.ofSocket("1.1.1.1");
    socket.takeSubscription("alice");
    socket.takeSubscription("alice");
    socket.giveBackSubscriptions("alice", 2);
    assertThat(allowances.subscribers()).isZero();
  }

  @Test
  void countsRequests_likeMessages() {
    for (int i = 0; i < 10; i++) {
      assertThat(allowances.takeOfAddress("1.1.1.1", NOW_MS)).isTrue();
      assertThat(allowances.takeOfUser("alice", "1.1.1.1", NOW_MS)).isTrue();
    }
    assertThat(allowances.ofSocket("1.1.1.1").takeMessage("alice", NOW_MS))
        .isEqualTo(Limit.USER_MESSAGES);
  }
}
