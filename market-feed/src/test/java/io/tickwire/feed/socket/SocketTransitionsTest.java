package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import io.tickwire.feed.venue.VenueFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every transition that {@link SocketLife} lists, and that there are no others. */
final class SocketTransitionsTest {
  private static final ConnectGrant GRANT = new ConnectGrant("t", "ws://host/", 18_000, 10_000);
  private static final int LISTED = 13;

  private final Venue venue = new TableVenue();
  private final List<Topic> topics = venue.topics(Market.SPOT, "BTC-USDT");
  private final ConnectPacer pacer = new ConnectPacer(2, new Random(1));
  private final List<String> done = new ArrayList<>();
  private final SocketLife life =
      new SocketLife(
          SocketConfig.from(Settings.of(Map.of())), venue, pacer, new Random(1), new Diary());
  private long nowMs;

  private final class Diary implements SocketActions {
    @Override
    public void getToken() {
      done.add("token");
    }

    @Override
    public void connect(ConnectGrant grant) {
      done.add("connect");
    }

    @Override
    public void send(String text) {
      done.add("send");
    }

    @Override
    public void disconnect() {
      done.add("disconnect");
    }

    @Override
    public void entered(SocketState state) {
      done.add(state.name());
    }

    @Override
    public void lost(LossReason reason, String detail, long pauseMs) {
      done.add("lost " + reason);
    }

    @Override
    public void refused(VenueFrame.Failure failure, Reaction reaction) {}

    @Override
    public void silent(Topic topic) {}

    @Override
    public void topicLimit(int limit) {}

    @Override
    public void known(Topic topic) {}

    @Override
    public void forgotten(Topic topic) {}

    @Override
    public void held(List<Topic> held) {}

    @Override
    public void letGo(List<Topic> gone) {}
  }

  /** By the shortest way. */
  private void reach(SocketState state) {
    switch (state) {
      case IDLE -> {}
      case WAITING_FOR_SLOT -> {
        pacer.reserve(nowMs);
        pacer.reserve(nowMs);
        life.desire(topics, nowMs);
      }
      case GETTING_TOKEN -> life.desire(topics, nowMs);
      case CONNECTING -> {
        reach(SocketState.GETTING_TOKEN);
        life.onGrant(GRANT, nowMs);
      }
      case AWAITING_WELCOME -> {
        reach(SocketState.CONNECTING);
        life.onOpen(nowMs);
      }
      case LIVE -> {
        reach(SocketState.AWAITING_WELCOME);
        life.onFrame(new VenueFrame.Welcome(), nowMs);
      }
      case BACKING_OFF -> {
        reach(SocketState.GETTING_TOKEN);
        life.onEnd("no", nowMs);
      }
      case CLOSED -> life.close();
    }
    assertThat(life.state()).isEqualTo(state);
    done.clear();
  }

  /** Lets time pass to when the life asks to be woken. */
  private void wake() {
    nowMs = life.nextMs(nowMs);
    life.onTime(nowMs);
  }

  private void refuse(int code) {
    life.onFrame(new VenueFrame.Failure(null, code, "no"), nowMs);
  }

  @Test
  void waitsForSlotThenGetsToken_whenSomethingIsDesired() {
    reach(SocketState.IDLE);

    life.desire(topics, nowMs);

    assertThat(done).containsExactly("WAITING_FOR_SLOT", "GETTING_TOKEN", "token");
  }

  @Test
  void getsToken_whenItsTurnComes() {
    reach(SocketState.WAITING_FOR_SLOT);

    wake();

    assertThat(nowMs).isGreaterThanOrEqualTo(60_000);
    assertThat(done).containsExactly("GETTING_TOKEN", "token");
  }

  @Test
  void idles_whenNothingIsDesiredBeforeItsTurn() {
    reach(SocketState.WAITING_FOR_SLOT);

    life.desire(List.of(), nowMs);

    assertThat(done).containsExactly("IDLE");
  }

  @Test
  void connects_whenTokenCame() {
    reach(SocketState.GETTING_TOKEN);

    life.onGrant(GRANT, nowMs);

    assertThat(done).containsExactly("CONNECTING", "connect");
  }

  @Test
  void backsOff_whenTokenIsRefused() {
    reach(SocketState.GETTING_TOKEN);

    life.onEnd("HTTP 503", nowMs);

    assertThat(done).containsExactly("disconnect", "lost NO_TOKEN", "BACKING_OFF");
  }

  @Test
  void backsOff_whenTokenIsLate() {
    reach(SocketState.GETTING_TOKEN);

    wake();

    assertThat(nowMs).isEqualTo(10_000);
    assertThat(done).contains("lost NO_TOKEN");
  }

  @Test
  void awaitsWelcome_whenConnected() {
    reach(SocketState.CONNECTING);

    life.onOpen(nowMs);

    assertThat(done).containsExactly("AWAITING_WELCOME");
  }

  @Test
  void backsOff_whenNotConnected() {
    reach(SocketState.CONNECTING);

    life.onEnd("refused", nowMs);

    assertThat(done).containsExactly("disconnect", "lost NOT_CONNECTED", "BACKING_OFF");
  }

  @Test
  void backsOff_whenNotConnectedInTime() {
    reach(SocketState.CONNECTING);

    wake();

    assertThat(done).contains("lost NOT_CONNECTED", "disconnect");
  }

  @Test
  void isLiveAndSubscribes_whenWelcomed() {
    reach(SocketState.AWAITING_WELCOME);

    life.onFrame(new VenueFrame.Welcome(), nowMs);

    assertThat(done).containsExactly("LIVE", "send", "send");
  }

  @Test
  void backsOff_whenNotWelcomedInTime() {
    reach(SocketState.AWAITING_WELCOME);

    wake();

    assertThat(done).containsExactly("disconnect", "lost NO_WELCOME", "BACKING_OFF");
  }

  @Test
  void backsOff_whenRefusedInsteadOfWelcomed() {
    reach(SocketState.AWAITING_WELCOME);

    refuse(401);

    assertThat(done).containsExactly("disconnect", "lost REFUSED", "BACKING_OFF");
  }

  @Test
  void backsOff_whenCutWhileLive() {
    reach(SocketState.LIVE);

    life.onEnd("closed", nowMs);

    assertThat(done).containsExactly("disconnect", "lost CUT", "BACKING_OFF");
  }

  @Test
  void backsOff_whenRefusedWhileLive() {
    reach(SocketState.LIVE);

    refuse(401);

    assertThat(done).containsExactly("disconnect", "lost REFUSED", "BACKING_OFF");
  }

  @Test
  void idles_whenNothingIsDesiredForAMinute() {
    reach(SocketState.LIVE);
    life.desire(List.of(), nowMs);

    while (life.state() == SocketState.LIVE) {
      wake();
      life.onFrame(new VenueFrame.Pong("ping-" + nowMs / 18_000), nowMs);
      life.onFrame(new VenueFrame.Ack("sub-1"), nowMs);
      life.onFrame(new VenueFrame.Ack("sub-2"), nowMs);
    }

    assertThat(nowMs).isEqualTo(60_000);
    assertThat(done).endsWith("disconnect", "IDLE");
  }

  @Test
  void connectsAgain_whenThePauseIsOver() {
    reach(SocketState.BACKING_OFF);

    wake();

    assertThat(nowMs).isBetween(800L, 1_200L);
    assertThat(done).containsExactly("WAITING_FOR_SLOT", "GETTING_TOKEN", "token");
  }

  @Test
  void idles_whenThePauseIsOverAndNothingIsDesired() {
    reach(SocketState.BACKING_OFF);
    life.desire(List.of(), nowMs);

    wake();

    assertThat(done).containsExactly("IDLE");
  }

  @ParameterizedTest
  @EnumSource(names = "CLOSED", mode = EnumSource.Mode.EXCLUDE)
  void closes_whereverItIs(SocketState state) {
    reach(state);

    life.close();

    assertThat(done).endsWith("CLOSED");
    assertThat(done.contains("disconnect")).isEqualTo(state.isUnderWay());
    assertThat(life.nextMs(nowMs)).isEqualTo(SocketLife.NEVER);
  }

  @ParameterizedTest
  @EnumSource(SocketState.class)
  void ignoresWhatBelongsElsewhere(SocketState state) {
    reach(state);

    if (state != SocketState.GETTING_TOKEN) {
      life.onGrant(GRANT, nowMs);
    }
    if (state != SocketState.CONNECTING) {
      life.onOpen(nowMs);
    }
    if (state != SocketState.AWAITING_WELCOME) {
      life.onFrame(new VenueFrame.Welcome(), nowMs);
    }
    if (!state.isUnderWay()) {
      refuse(401);
      life.onEnd("late", nowMs);
    }
    life.onFrame(new VenueFrame.Ack("sub-99"), nowMs);
    life.onFrame(new VenueFrame.Pong("ping-99"), nowMs);
    life.onTime(nowMs);

    assertThat(life.state()).isEqualTo(state);
  }

  @Test
  void staysClosed() {
    reach(SocketState.CLOSED);

    life.desire(topics, nowMs);
    life.close();

    assertThat(done).isEmpty();
  }

  @Test
  void knowsNoTransitionButTheListed() {
    long toOthers =
        Arrays.stream(SocketState.values())
            .flatMap(from -> Arrays.stream(SocketState.values()).filter(from::leadsTo))
            .filter(to -> to != SocketState.CLOSED)
            .count();
    assertThat(toOthers).isEqualTo(LISTED);
    assertThat(Arrays.stream(SocketState.values()).filter(s -> s.leadsTo(SocketState.CLOSED)))
        .hasSize(SocketState.values().length - 1);
  }
}
