package io.tickwire.simulator.replay;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recorded file that was found good.
 *
 * @param file its name
 * @param hasTimes whether any line told its time
 * @param marked symbols whose marks it holds: their trades leave the marks alone
 */
public record Recording(
    String file, List<RecordedLine> lines, boolean hasTimes, Set<String> marked) {

  public static Recording of(String file, List<RecordedLine> lines, boolean hasTimes) {
    Set<String> marked =
        lines.stream()
            .filter(RecordedLine.MarksSet.class::isInstance)
            .map(line -> line.listing().symbol())
            .collect(Collectors.toUnmodifiableSet());
    return new Recording(file, List.copyOf(lines), hasTimes, marked);
  }
}
