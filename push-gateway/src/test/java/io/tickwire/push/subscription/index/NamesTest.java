package io.tickwire.push.subscription.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamesTest {
  private static final int MANY = 4_096;

  /** Texts that {@link String#hashCode} takes for the same, as anybody can make them. */
  private static final List<String> COLLIDING =
      IntStream.range(0, MANY)
          .mapToObj(number -> Integer.toBinaryString(MANY + number))
          .map(bits -> bits.replace("0", "Aa").replace("1", "BB"))
          .toList();

  private final Names names = new Names();

  private static int distinct(ToIntFunction<String> hash) {
    Set<Integer> hashes = new HashSet<>();
    COLLIDING.forEach(text -> hashes.add(hash.applyAsInt(text)));
    return hashes.size();
  }

  @Test
  void looksElsewhere_forEachOfManyTextsThatSomebodyChose() {
    assertThat(distinct(String::hashCode)).isEqualTo(1);
    assertThat(distinct(text -> names.hash(text, null))).isGreaterThan(MANY - 10);
    assertThat(distinct(text -> names.hash("symbol", text))).isGreaterThan(MANY - 10);
  }

  @Test
  void keepsWhereItLooks_aSecret() {
    assertThat(names.hash("symbol", "BTC")).isNotEqualTo(new Names().hash("symbol", "BTC"));
  }

  @Test
  void tellsAName_fromOneWithAValue() {
    assertThat(names.acquire("symbol", null)).isNotEqualTo(names.acquire("symbol", ""));
  }

  @Test
  void findsWhatIsUsed_andNothingElse() {
    COLLIDING.forEach(text -> names.acquire(text, null));
    assertThat(COLLIDING).allMatch(text -> names.find(text, null) != IdTable.NONE);
    assertThat(names.find("AaAa", null)).isEqualTo(IdTable.NONE);
  }
}
