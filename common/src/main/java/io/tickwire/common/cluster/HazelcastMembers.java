package io.tickwire.common.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Members as Hazelcast sees them; name and roles travel as member attributes. */
final class HazelcastMembers implements Members {
  static final String NODE_NAME = "tickwire.node";
  static final String ROLES = "tickwire.roles";

  private final HazelcastInstance hazelcast;
  private final Vertx vertx;
  private final String self;
  private final boolean expectOthers;

  HazelcastMembers(HazelcastInstance hazelcast, Vertx vertx, ClusterConfig config) {
    this.hazelcast = hazelcast;
    this.vertx = vertx;
    this.self = config.nodeName();
    this.expectOthers = config.expectOthers();
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public List<String> live(Role role) {
    return hazelcast.getCluster().getMembers().stream()
        .filter(member -> hasRole(member, role))
        .map(member -> member.getAttribute(NODE_NAME))
        .sorted()
        .toList();
  }

  private static boolean hasRole(Member member, Role role) {
    String roles = member.getAttribute(ROLES);
    return roles != null && Arrays.asList(roles.split(",", -1)).contains(role.wireName());
  }

  @Override
  public Registration onChange(Runnable listener) {
    Context context = vertx.getOrCreateContext();
    UUID id =
        hazelcast
            .getCluster()
            .addMembershipListener(
                new MembershipListener() {
                  @Override
                  public void memberAdded(MembershipEvent event) {
                    context.runOnContext(ignored -> listener.run());
                  }

                  @Override
                  public void memberRemoved(MembershipEvent event) {
                    context.runOnContext(ignored -> listener.run());
                  }
                });
    return () -> {
      if (hazelcast.getLifecycleService().isRunning()) {
        hazelcast.getCluster().removeMembershipListener(id);
      }
    };
  }

  @Override
  public boolean isComplete() {
    return hazelcast.getLifecycleService().isRunning()
        && (!expectOthers || hazelcast.getCluster().getMembers().size() > 1);
  }
}
