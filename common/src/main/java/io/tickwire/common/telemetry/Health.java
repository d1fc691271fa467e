package io.tickwire.common.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Whether a process can do its work: the rooms register named conditions, all of which must hold.
 * Thread-safe; conditions are asked on the event loop of the admin port and must not block.
 */
public final class Health {
  private final Map<String, Supplier<Boolean>> conditions = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** Not ready while {@code holds} is false; rooms that require the same name must all hold. */
  public void require(String name, Supplier<Boolean> holds) {
    conditions.merge(name, holds, (one, other) -> () -> one.get() && other.get());
  }

  /** From now on not ready, for good: the process is leaving. */
  public void drain() {
    draining = true;
  }

  public boolean isReady() {
    return !draining && conditions.values().stream().allMatch(Supplier::get);
  }

  /** Every condition and whether it holds, sorted by name. */
  public Map<String, Boolean> conditions() {
    Map<String, Boolean> result = new TreeMap<>();
    conditions.forEach((name, holds) -> result.put(name, holds.get()));
    result.put("not_draining", !draining);
    return result;
  }
}
