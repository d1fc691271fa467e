package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Demand;
import io.tickwire.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DemandBookTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final DemandBook book = new DemandBook();

  private Set<String> put(String node, String... symbols) {
    return book.put(new Demand(node, Set.of(symbols), 1_000), clock.millis());
  }

  private Set<String> unionAfter(Duration time) {
    clock.advance(time);
    book.expire(clock.millis());
    return book.union();
  }

  @Test
  void unitesWhatNodesWant() {
    put("a", "BTC-USDT", "ETH-USDT");
    put("b", "ETH-USDT", "SOL-USDT");

    assertThat(book.union()).containsExactlyInAnyOrder("BTC-USDT", "ETH-USDT", "SOL-USDT");
    assertThat(book.nodes()).isEqualTo(2);
  }

  @Test
  void replacesWhatTheNodeSaidBefore() {
    put("a", "BTC-USDT", "ETH-USDT");
    put("a", "SOL-USDT");

    assertThat(book.union()).containsExactly("SOL-USDT");
  }

  @Test
  void tellsWhatIsNewToTheNode() {
    assertThat(put("a", "BTC-USDT")).containsExactly("BTC-USDT");
    assertThat(put("a", "BTC-USDT", "ETH-USDT")).containsExactly("ETH-USDT");
    assertThat(put("b", "BTC-USDT")).containsExactly("BTC-USDT");
    assertThat(put("a", "BTC-USDT")).isEmpty();
  }

  @Test
  void forgetsNode_whenItFallsSilent() {
    put("a", "BTC-USDT");

    assertThat(unionAfter(Duration.ofMillis(999))).containsExactly("BTC-USDT");
    assertThat(unionAfter(Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void keepsNode_whenItRepeatsItself() {
    put("a", "BTC-USDT");
    clock.advance(Duration.ofMillis(900));
    put("a", "BTC-USDT");

    assertThat(unionAfter(Duration.ofMillis(900))).containsExactly("BTC-USDT");
  }

  @Test
  void takesAllAsNew_whenNodeComesBackAfterItsTime() {
    put("a", "BTC-USDT");
    clock.advance(Duration.ofSeconds(2));

    assertThat(put("a", "BTC-USDT")).containsExactly("BTC-USDT");
  }

  @Test
  void takesAllAsNewOnce_whenMembersChanged() {
    put("a", "BTC-USDT");

    book.expectRestarts();

    assertThat(put("a", "BTC-USDT")).containsExactly("BTC-USDT");
    assertThat(put("a", "BTC-USDT")).isEmpty();
  }

  @Test
  void unitesWhatIsArmed_asLongAsItsNodeSpeaks() {
    Set<String> symbols = Set.of("BTC-USDT", "ETH-USDT");
    book.put(new Demand("a", symbols, 1_000, Set.of("BTC-USDT")), clock.millis());
    book.put(new Demand("b", symbols, 5_000, Set.of("ETH-USDT")), clock.millis());
    put("c", "SOL-USDT");
    assertThat(book.armed()).isEqualTo(symbols);

    unionAfter(Duration.ofSeconds(1));

    assertThat(book.armed()).containsExactly("ETH-USDT");
  }

  @Test
  void takesArmedSymbolsAnew_whenNothingElseChanged() {
    Set<String> symbols = Set.of("BTC-USDT");
    book.put(new Demand("a", symbols, 1_000, Set.of("BTC-USDT")), clock.millis());

    book.put(new Demand("a", symbols, 1_000), clock.millis());

    assertThat(book.armed()).isEmpty();
    assertThat(book.union()).containsExactly("BTC-USDT");
  }

  @Test
  void boundsTimeToLive() {
    book.put(new Demand("a", Set.of("BTC-USDT"), Long.MAX_VALUE), clock.millis());

    assertThat(unionAfter(Duration.ofMinutes(59))).isNotEmpty();
    assertThat(unionAfter(Duration.ofMinutes(1))).isEmpty();
  }
}
