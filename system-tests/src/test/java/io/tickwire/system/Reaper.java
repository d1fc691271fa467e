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
  private static final long STOOD_STILL_NS = Duration.ofMillis(500).toNanos();
  private static final long SECOND_NS = Duration.ofSeconds(1).toNanos();

  private final MortalCluster cluster;
  private final Random random;
  private final boolean wholeRoles;
  private final List<Dead> dead = new ArrayList<>();

  /** How long this has run, without the time in which the whole machine stood still. */
  private long ranNs;

  private long stoodStillNs;

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
    long endNs = howLong.toNanos();
    long nextNs = seconds(1, 3);
    while (ranNs < endNs) {
      startDue();
      if (ranNs >= nextNs && strike()) {
        nextNs = ranNs + seconds(3, 6);
      }
      poll();
    }
    while (!dead.isEmpty()) {
      startDue();
      poll();
    }
  }

  private void poll() {
    long startNs = System.nanoTime();
    LockSupport.parkNanos(POLL_NS);
    long tookNs = System.nanoTime() - startNs;
    ranNs += Math.min(tookNs, STOOD_STILL_NS);
    stoodStillNs += Math.max(0, tookNs - STOOD_STILL_NS);
  }

  /** How long this did not run though it wanted to: others may have stood still as well. */
  Duration stoodStill() {
    return Duration.ofNanos(stoodStillNs);
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
    long backNs = ranNs + seconds(1, 3);
    for (String victim : victims) {
      cluster.kill(victim);
      dead.add(new Dead(victim, backNs));
    }
    return true;
  }

  private void startDue() throws IOException {
    for (Dead one : List.copyOf(dead)) {
      if (ranNs >= one.backNs()) {
        cluster.startAgain(one.name());
        dead.remove(one);
      }
    }
  }

  private long seconds(int least, int most) {
    return least * SECOND_NS + (long) (random.nextDouble() * (most - least) * SECOND_NS);
  }
}
