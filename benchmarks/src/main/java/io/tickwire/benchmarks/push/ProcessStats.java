package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says a process has used. */
record ProcessStats(double cpuSeconds, long residentKiB) {
  /** Of {@code utime} and {@code stime}: the same on every Linux that this runs on. */
  private static final double TICKS_PER_SECOND = 100;

  static ProcessStats of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    String stat = Files.readString(process.resolve("stat"));
    // The name of the program, in brackets, may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    long residentKiB = 0;
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        residentKiB = Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return new ProcessStats(ticks / TICKS_PER_SECOND, residentKiB);
  }

  static ProcessStats own() throws IOException {
    return of(ProcessHandle.current().pid());
  }
}
