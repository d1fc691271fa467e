package io.tickwire.common.cluster;

import java.util.ArrayList;
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
    int wanted = Math.min(count, members.size());
    if (members.size() <= 1) {
      return members.subList(0, wanted);
    }
    long[] weights = new long[members.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Hashing.hash(members.get(i), key);
    }
    List<String> owners = new ArrayList<>(wanted);
    boolean[] taken = new boolean[weights.length];
    while (owners.size() < wanted) {
      int best = -1;
      for (int i = 0; i < weights.length; i++) {
        if (!taken[i]
            && (best < 0 || beats(members.get(i), weights[i], members.get(best), weights[best]))) {
          best = i;
        }
      }
      taken[best] = true;
      owners.add(members.get(best));
    }
    return List.copyOf(owners);
  }

  /** Whether {@link #owners} names that member, without making the list: cheap for many keys. */
  public static boolean isOwner(String self, String key, List<String> members, int count) {
    if (count >= members.size()) {
      return members.contains(self);
    }
    long weight = Hashing.hash(self, key);
    boolean isMember = false;
    int better = 0;
    for (String member : members) {
      if (member.equals(self)) {
        isMember = true;
      } else if (beats(member, Hashing.hash(member, key), self, weight) && ++better >= count) {
        return false;
      }
    }
    return isMember && count > 0;
  }

  /** The heavier one goes first, of equals the one whose name does. */
  private static boolean beats(String one, long weight, String other, long otherWeight) {
    return weight == otherWeight ? one.compareTo(other) < 0 : weight > otherWeight;
  }
}
