package io.tickwire.rules.store;

import java.util.Map;
import java.util.Set;

/**
 * How every record of a partition stands.
 *
 * @param readable by id
 * @param unreadable ids of damaged records: there, and perhaps repaired one day
 */
public record RecordStates(Map<String, RuleState> readable, Set<String> unreadable) {
  public RecordStates {
    readable = Map.copyOf(readable);
    unreadable = Set.copyOf(unreadable);
  }

  public boolean has(String id) {
    return readable.containsKey(id) || unreadable.contains(id);
  }
}
