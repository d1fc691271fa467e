package io.tickwire.rules.store;

import io.tickwire.common.redis.Keys;

/** The keys of one partition; all share the hash tag {@code {pN}}. */
public record PartitionKeys(
    String state,
    String doc,
    String changes,
    String transitions,
    String intents,
    String groups,
    String firings,
    String checkpoints,
    String extremes,
    String funded) {
  public static PartitionKeys of(int partition) {
    return new PartitionKeys(
        Keys.partition(partition, "state"),
        Keys.partition(partition, "doc"),
        Keys.partition(partition, "changes"),
        Keys.partition(partition, "transitions"),
        Keys.partition(partition, "intents"),
        Keys.partition(partition, "groups"),
        Keys.partition(partition, "firings"),
        Keys.partition(partition, "checkpoints"),
        Keys.partition(partition, "extremes"),
        Keys.partition(partition, "funded"));
  }
}
