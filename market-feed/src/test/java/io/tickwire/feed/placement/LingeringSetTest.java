package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class LingeringSetTest {
  private final LingeringSet set = new LingeringSet(100);

  private Set<String> served(long nowMs, String... symbols) {
    return set.update(Set.of(symbols), Set.of(symbols), nowMs);
  }

  /** Served here are none of those that are wanted. */
  private Set<String> servedElsewhere(long nowMs, String... wanted) {
    return set.update(Set.of(), Set.of(wanted), nowMs);
  }

  @Test
  void lingers_untilTheTimeHasPassed() {
    served(0, "A", "B");

    assertThat(served(10, "A")).containsExactlyInAnyOrder("A", "B");
    assertThat(served(109, "A")).containsExactlyInAnyOrder("A", "B");
    assertThat(served(110, "A")).containsExactly("A");
  }

  @Test
  void lingersAnew_whenWantedAgain() {
    served(0, "A");
    served(10);
    served(20, "A");
    served(30);

    assertThat(served(129)).containsExactly("A");
    assertThat(served(130)).isEmpty();
  }

  @Test
  void keepsTenSeconds_whatAnotherFeedServesNow() {
    served(0, "A");
    servedElsewhere(500, "A");

    assertThat(servedElsewhere(10_499, "A")).containsExactly("A");
    assertThat(servedElsewhere(10_500, "A")).isEmpty();
  }

  @Test
  void keepsTheLinger_whenItIsLongerThanTheHandover() {
    LingeringSet patient = new LingeringSet(60_000);
    patient.update(Set.of("A"), Set.of("A"), 0);
    patient.update(Set.of(), Set.of("A"), 1_000);

    assertThat(patient.update(Set.of(), Set.of("A"), 60_999)).containsExactly("A");
    assertThat(patient.update(Set.of(), Set.of("A"), 61_000)).isEmpty();
  }

  @Test
  void endsTheHandover_whenNobodyWantsItAnyMore() {
    served(0, "A");
    servedElsewhere(500, "A");

    assertThat(servedElsewhere(700)).isEmpty();
  }

  @Test
  void goesOn_whenTheOtherFeedIsGone() {
    served(0, "A");
    servedElsewhere(500, "A");
    served(5_000, "A");

    assertThat(served(60_000, "A")).containsExactly("A");
  }

  @Test
  void takesNothingUp_thatOnlyOthersServe() {
    assertThat(servedElsewhere(0, "A", "B")).isEmpty();
  }
}
