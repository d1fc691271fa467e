package io.tickwire.common.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * A Vert.x instance that is a member of the Hazelcast cluster.
 *
 * @param registrationsRepaired how many addresses' consumers this member learned of by comparison
 *     with the cluster, since no event told of them; any thread
 */
public record ClusterNode(Vertx vertx, Members members, LongSupplier registrationsRepaired) {
  private static final int BACKUPS = 2;

  /**
   * Joins, or founds the cluster when nobody answers.
   *
   * @param roles what this process does
   */
  public static Future<ClusterNode> join(ClusterConfig config, Set<Role> roles) {
    ReplicaClusterManager manager = new ReplicaClusterManager(hazelcast(config, roles));
    EventBusOptions bus = new EventBusOptions().setHost(config.host()).setPort(config.busPort());
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(bus).setPreferNativeTransport(true))
        .withClusterManager(manager)
        .buildClustered()
        .map(
            vertx -> {
              HazelcastInstance hazelcast = manager.getHazelcastInstance();
              return new ClusterNode(
                  vertx, new HazelcastMembers(hazelcast, vertx, config), manager::repaired);
            });
  }

  private static Config hazelcast(ClusterConfig config, Set<Role> roles) {
    Config hazelcast = ConfigUtil.loadConfig();
    hazelcast.setClusterName(config.name());
    hazelcast
        .getMemberAttributeConfig()
        .setAttribute(HazelcastMembers.NODE_NAME, config.nodeName())
        .setAttribute(
            HazelcastMembers.ROLES,
            roles.stream().map(Role::wireName).sorted().collect(Collectors.joining(",")));
    hazelcast.getNetworkConfig().setPort(config.port()).setPortAutoIncrement(true);
    hazelcast.getNetworkConfig().getInterfaces().setEnabled(true);
    hazelcast.getNetworkConfig().getInterfaces().addInterface(config.host());
    discovery(hazelcast.getNetworkConfig().getJoin(), config);
    // Three members may die in one second; with one backup, registrations then vanish for a moment.
    hazelcast.getMultiMapConfig("__vertx.subs").setBackupCount(BACKUPS);
    tune(hazelcast);
    return hazelcast;
  }

  private static void discovery(JoinConfig join, ClusterConfig config) {
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    String dns = config.dns();
    if (dns == null) {
      join.getTcpIpConfig().setEnabled(true).setMembers(config.members());
    } else {
      join.getKubernetesConfig()
          .setEnabled(true)
          .setProperty("service-dns", dns)
          .setProperty("service-port", Integer.toString(config.port()));
    }
  }

  /** docs/adr/0004: a frozen member is gone after 8 s, a lost one is merged back after 10 s. */
  private static void tune(Config hazelcast) {
    hazelcast
        .setProperty("hazelcast.wait.seconds.before.join", "0")
        .setProperty("hazelcast.heartbeat.interval.seconds", "1")
        .setProperty("hazelcast.max.no.heartbeat.seconds", "8")
        .setProperty("hazelcast.merge.first.run.delay.seconds", "10")
        .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.logging.type", "slf4j")
        .setProperty("hazelcast.graceful.shutdown.max.wait", "10");
    hazelcast.getJetConfig().setEnabled(false);
    // They would be collected every five seconds, and nobody reads them.
    hazelcast.getMetricsConfig().setEnabled(false);
  }
}
