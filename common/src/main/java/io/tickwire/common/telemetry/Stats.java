package io.tickwire.common.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What {@code /stats} shows: every room registers a section, made anew at each request.
 * Thread-safe; sections are asked on the event loop of the admin port and must not block.
 */
public final class Stats {
  private final Map<String, Supplier<?>> sections = new ConcurrentHashMap<>();

  /**
   * @param section gives anything that Jackson can write
   */
  public void section(String name, Supplier<?> section) {
    sections.put(name, section);
  }

  Map<String, Object> snapshot() {
    Map<String, Object> result = new TreeMap<>();
    sections.forEach((name, section) -> result.put(name, section.get()));
    return result;
  }
}
