package io.tickwire.rules.partition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Time passes when it is told to. */
final class ToldTimers implements Timers {
  private final Map<Long, Runnable> tasks = new LinkedHashMap<>();
  private long given;

  @Override
  public long after(long delayMs, Runnable task) {
    tasks.put(++given, task);
    return given;
  }

  @Override
  public void cancel(long timer) {
    tasks.remove(timer);
  }

  @Override
  public void soon(Runnable task) {
    task.run();
  }

  /** All that was to happen after a while happens now. */
  void pass() {
    List<Runnable> due = List.copyOf(tasks.values());
    tasks.clear();
    due.forEach(Runnable::run);
  }
}
