package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import java.util.List;

/**
 * Which engines evaluate a partition: by rendezvous hashing over the live ones, as many as there
 * are replicas. All engines that see the same members agree. Any thread.
 */
final class Placement {
  private final Members members;
  private final int replicas;

  Placement(Members members, int replicas) {
    this.members = members;
    this.replicas = replicas;
  }

  int engines() {
    return members.live(Role.RULES).size();
  }

  boolean isOurs(int partition) {
    return Rendezvous.isOwner(members.self(), key(partition), members.live(Role.RULES), replicas);
  }

  /** Whether others evaluate it as well. */
  boolean isShared(int partition) {
    return owners(partition).size() > 1;
  }

  /** Whether it is this engine's to look after: the owners follow each other from turn to turn. */
  boolean isOnTurn(int partition, long turn) {
    List<String> owners = owners(partition);
    return !owners.isEmpty()
        && members.self().equals(owners.get(Math.floorMod(turn, owners.size())));
  }

  private List<String> owners(int partition) {
    return Rendezvous.owners(key(partition), members.live(Role.RULES), replicas);
  }

  private static String key(int partition) {
    return "partition-" + partition;
  }
}
