package io.tickwire.common.cluster;

import java.util.List;

/**
 * Who is alive, by role. Every member sees the same names for the same set of members, so placement
 * that is computed from them agrees without talk.
 */
public interface Members {
  /** Name of this member: unique in the cluster, stable over a restart where one is configured. */
  String self();

  /** Names of the live members with that role, sorted. Any thread. */
  List<String> live(Role role);

  /** Calls back on every change, on the calling context, until {@link Registration#cancel}. */
  Registration onChange(Runnable listener);

  /** Whether this member sees the others that its configuration says there are. */
  boolean isComplete();

  /** Ends a registration. */
  interface Registration {
    void cancel();
  }
}
