package io.tickwire.testsupport;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Role;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Members that come and go when the test says so. */
public final class ManualMembers implements Members {
  private final String self;
  private final Map<Role, List<String>> live = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Alone in every role. */
  public ManualMembers(String self) {
    this.self = self;
    for (Role role : Role.values()) {
      live.put(role, List.of(self));
    }
  }

  /** Sets who is alive in a role and tells the listeners, on the calling thread. */
  public void set(Role role, String... members) {
    live.put(role, List.of(members).stream().sorted().toList());
    listeners.forEach(Runnable::run);
  }

  @Override
  public String self() {
    return self;
  }

  @Override
  public List<String> live(Role role) {
    return live.getOrDefault(role, List.of());
  }

  @Override
  public Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public boolean isComplete() {
    return true;
  }
}
