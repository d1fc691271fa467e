package io.tickwire.push;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts what a collection leaves on the heap. */
final class LiveObjects {
  private LiveObjects() {}

  /** How many of exactly this class. */
  static long of(Class<?> type) {
    return histogram()
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length > 3 && columns[3].equals(type.getName()))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }

  private static String histogram() {
    try {
      Object histogram =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
      return (String) histogram;
    } catch (JMException e) {
      throw new AssertionError("the heap cannot be counted", e);
    }
  }
}
