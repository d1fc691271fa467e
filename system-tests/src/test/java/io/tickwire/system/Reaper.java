package io.tickwire.system;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills processes by a seed, every few seconds, and starts each again soon after. */
final class Reaper {
  private static final long POLL_NS = Duration.ofMillis(20).toNanos();
  private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

  private final MortalCluster cluster;
  private final Random random;
  private final boolean wholeRoles;
  private final List<Dead> dead = new ArrayList<>();

  private record Dead(String name, long backNs) {}

  /**
   * @param wholeRoles all processes of a role at once, instead of one while the others are ready
   */
  Reaper(MortalCluster cluster, long seed, boolean wholeRoles) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.wholeRoles = wholeRoles;
  }

  /** For so long; afterwards all are started, though not all ready yet. */
  void reap(Duration howLong) throws IOException {
    long endNs = System.nanoTime() + howLong.toNanos();
    long nextNs = System.nanoTime() + seconds(1, 3);
    while (System.nanoTime() - endNs < 0) {
      startDue();
      if (System.nanoTime() - nextNs >= 0 && strike()) {
        nextNs = System.nanoTime() + seconds(3, 6);
      }
      LockSupport.parkNanos(POLL_NS);
    }
    while (!dead.isEmpty()) {
      startDue();
      LockSupport.parkNanos(POLL_NS);
    }
  }

  /** False when too few of the chosen role are alive; another draw follows. */
  private boolean strike() {
    int draw = random.nextInt(10);
    String role =
        draw < 5 ? MortalCluster.ENGINE : draw < 8 ? MortalCluster.FEED : MortalCluster.REDIS;
    if (!cluster.isWhole(role)) {
      return false;
    }
    List<String> members = cluster.members(role);
    List<String> victims =
        wholeRoles ? members : List.of(members.get(random.nextInt(members.size())));
    long backNs = System.nanoTime() + seconds(1, 3);
    for (String victim : victims) {
      cluster.kill(victim);
      dead.add(new Dead(victim, backNs));
    }
    return true;
  }

  private void startDue() throws IOException {
    for (Dead one : List.copyOf(dead)) {
      if (System.nanoTime() - one.backNs() >= 0) {
        cluster.startAgain(one.name());
        dead.remove(one);
      }
    }
  }

  private long seconds(int least, int most) {
    return least * SECOND_NS + (long) (random.nextDouble() * (most - least) * SECOND_NS);
  }
}
