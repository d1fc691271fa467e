package io.tickwire.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RendezvousTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void movesOnlyTheShareOfTheMemberThatLeft(long seed) {
    Random random = new Random(seed);
    List<String> members =
        new ArrayList<>(
            IntStream.range(0, 2 + random.nextInt(6)).mapToObj(i -> "n" + seed + i).toList());
    List<String> left = new ArrayList<>(members);
    String gone = left.remove(random.nextInt(left.size()));
    for (int key = 0; key < 500; key++) {
      List<String> before = Rendezvous.owners("partition-" + key, members, 1);
      if (!before.contains(gone)) {
        assertThat(Rendezvous.owners("partition-" + key, left, 1)).isEqualTo(before);
      }
    }
  }

  @Test
  void theReplicaIsNextInLine_whenTheFirstOwnerLeaves() {
    List<String> members = List.of("a", "b", "c");
    for (int key = 0; key < 200; key++) {
      List<String> two = Rendezvous.owners("p" + key, members, 2);
      List<String> left = members.stream().filter(m -> !m.equals(two.get(0))).toList();
      assertThat(Rendezvous.owners("p" + key, left, 1)).containsExactly(two.get(1));
    }
  }

  @Test
  void agrees_whateverTheOrderOfTheNames() {
    List<String> members = new ArrayList<>(List.of("a", "b", "c", "d"));
    List<String> before = Rendezvous.owners("key", members, 4);
    Collections.reverse(members);
    assertThat(Rendezvous.owners("key", members, 4)).isEqualTo(before);
  }

  @Test
  void sharesEvenly() {
    Map<String, Integer> share = new HashMap<>();
    List<String> members = List.of("feed-0", "feed-1", "feed-2", "feed-3");
    for (int key = 0; key < 10_000; key++) {
      share.merge(Rendezvous.owners("SYM" + key + "-USDT", members, 1).get(0), 1, Integer::sum);
    }
    assertThat(share.values()).allSatisfy(count -> assertThat(count).isBetween(2_200, 2_800));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ranksAsASortByWeightDoes(long seed) {
    Random random = new Random(seed);
    for (int key = 0; key < 300; key++) {
      List<String> members =
          IntStream.range(0, 1 + random.nextInt(8)).mapToObj(i -> "n" + seed + i).toList();
      String name = "key-" + key;
      List<String> ranked =
          members.stream()
              .sorted(
                  Comparator.comparingLong((String member) -> Hashing.hash(member, name))
                      .reversed()
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
      for (int count = 0; count <= members.size() + 1; count++) {
        List<String> expected = ranked.subList(0, Math.min(count, ranked.size()));
        assertThat(Rendezvous.owners(name, members, count)).isEqualTo(expected);
        for (String member : members) {
          assertThat(Rendezvous.isOwner(member, name, members, count))
              .isEqualTo(expected.contains(member));
        }
        assertThat(Rendezvous.isOwner("stranger", name, members, count)).isFalse();
      }
    }
  }

  @Test
  void nobodyServes_whenNobodyIsThere() {
    assertThat(Rendezvous.owners("key", List.of(), 2)).isEmpty();
    assertThat(Rendezvous.owners("key", List.of("a"), 2)).containsExactly("a");
  }
}
