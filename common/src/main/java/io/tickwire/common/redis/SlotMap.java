package io.tickwire.common.redis;

import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which master serves which slot, each as {@code host:port}. Immutable. */
final class SlotMap {
  private final @Nullable String[] masters;

  private SlotMap(@Nullable String[] masters) {
    this.masters = masters;
  }

  /**
   * Reads the answer of {@code CLUSTER SLOTS}.
   *
   * @param asked host of the node that answered, which names itself by an empty host
   * @throws IllegalArgumentException when it assigns no slot at all
   */
  static SlotMap parse(Response ranges, String asked) {
    @Nullable String[] masters = new @Nullable String[HashSlot.COUNT];
    for (Response range : ranges) {
      Response master = range.get(2);
      Response host = master.get(0);
      String name = host == null || host.toString().isEmpty() ? asked : host.toString();
      String address = (name.contains(":") ? "[" + name + "]" : name) + ":" + master.get(1);
      Arrays.fill(masters, range.get(0).toInteger(), range.get(1).toInteger() + 1, address);
    }
    if (Arrays.stream(masters).allMatch(master -> master == null)) {
      throw new IllegalArgumentException("the Redis cluster has assigned no slots");
    }
    return new SlotMap(masters);
  }

  /** Null while nobody serves the slot. */
  @Nullable String master(int slot) {
    return masters[slot];
  }

  Set<String> masters() {
    Set<String> all = new LinkedHashSet<>();
    for (String master : masters) {
      if (master != null) {
        all.add(master);
      }
    }
    return all;
  }

  /** The same with one slot elsewhere, as a node said in passing. */
  SlotMap with(int slot, String master) {
    @Nullable String[] changed = masters.clone();
    changed[slot] = master;
    return new SlotMap(changed);
  }
}
