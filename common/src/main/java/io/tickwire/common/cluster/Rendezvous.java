package io.tickwire.common.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Highest-random-weight placement: every member computes the same answer from the same names, and a
 * member that comes or goes moves only its own share. Pure, any thread, O(members) a key.
 */
public final class Rendezvous {
  private Rendezvous() {}

  /**
   * The members that serve a key, best first.
   *
   * @param count how many are wanted; fewer come back when there are fewer members
   */
  public static List<String> owners(String key, List<String> members, int count) {
    if (members.size() <= 1) {
      return members.subList(0, Math.min(count, members.size()));
    }
    List<String> ranked = new ArrayList<>(members);
    ranked.sort(
        Comparator.comparingLong((String member) -> Hashing.hash(member, key))
            .reversed()
            .thenComparing(Comparator.naturalOrder()));
    return List.copyOf(ranked.subList(0, Math.min(count, ranked.size())));
  }

  public static boolean isOwner(String self, String key, List<String> members, int count) {
    return owners(key, members, count).contains(self);
  }
}
