package io.tickwire.common.cluster;

import io.tickwire.common.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.*}: how a process finds the others.
 *
 * @param name members of another name are strangers
 * @param nodeName of this member; a random one when absent
 * @param host address that others reach this process at
 * @param port first port Hazelcast tries
 * @param busPort port of the event bus, 0 for any
 * @param members {@code host:port} of those to ask on joining; ignored with {@code dns}
 * @param dns name that lists the members' addresses (a headless service)
 * @param expectOthers alone means not ready
 */
public record ClusterConfig(
    String name,
    String nodeName,
    String host,
    int port,
    int busPort,
    List<String> members,
    @Nullable String dns,
    boolean expectOthers) {

  public ClusterConfig {
    if (members.isEmpty() && dns == null) {
      throw new IllegalArgumentException(
          "a cluster needs cluster.members or cluster.dns to find the others");
    }
    members = List.copyOf(members);
  }

  public static ClusterConfig from(Settings settings, String role) {
    String host = settings.text("cluster.host", "127.0.0.1");
    int port = settings.port("cluster.port", 5701);
    return new ClusterConfig(
        settings.text("cluster.name", "tickwire"),
        settings.text(
            "cluster.node-name", role + "-" + UUID.randomUUID().toString().substring(0, 8)),
        host,
        port,
        settings.port("cluster.bus-port", 0),
        Arrays.stream(settings.text("cluster.members", host + ":" + port).split(",", -1))
            .map(String::strip)
            .filter(member -> !member.isEmpty())
            .toList(),
        settings.optionalText("cluster.dns"),
        settings.flag("cluster.expect-others", false));
  }
}
