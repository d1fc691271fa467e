package io.tickwire.simulator.control;

import io.tickwire.simulator.market.Listing;
import io.tickwire.simulator.market.TradeOrder;
import io.tickwire.simulator.replay.RecordedLine;
import io.tickwire.simulator.replay.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded files, one JSON object a line: a trade as {@code /sim/trades} takes it or marks as
 * {@code /sim/marks} does. A file is taken whole or refused with the number of its first bad line.
 *
 * <p>Blocks. May be used from any thread: it looks at nothing that changes.
 */
final class RecordingReader {

  static final int MOST_LINES = 2_000_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}");
  private static final long NO_TIME = Long.MIN_VALUE;

  private final ControlParser parser;
  private final @Nullable Path folder;

  /** Without a folder every file is refused. */
  RecordingReader(ControlParser parser, @Nullable Path folder) {
    this.parser = parser;
    this.folder = folder;
  }

  Recording read(String file) throws BadControlCall {
    Path path = find(file);
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      return new Lines().readAll(file, lines);
    } catch (IOException e) {
      throw new BadControlCall("bad_recording", "file: \"" + file + "\" is not readable text.");
    }
  }

  /** The file in the folder, also after links: a name never leads out of it. */
  private Path find(String file) throws BadControlCall {
    if (folder == null) {
      throw new BadControlCall(
          "no_recordings",
          "mode: replay needs the setting TICKWIRE_SIM_REPLAY_DIR, the folder of recorded files.");
    }
    if (!NAME.matcher(file).matches() || file.contains("..")) {
      throw new BadControlCall(
          "bad_request",
          "file: must be a plain file name of letters, digits, \".\", \"_\" and \"-\".");
    }
    try {
      Path path = folder.resolve(file).toRealPath();
      if (path.startsWith(folder.toRealPath()) && Files.isRegularFile(path)) {
        return path;
      }
    } catch (IOException absent) {
      // Said below, as for what is there and is no file.
    }
    throw new BadControlCall("unknown_file", "file: there is no recording \"" + file + "\".");
  }

  /** One pass over a file. */
  private final class Lines {
    private final List<RecordedLine> read = new ArrayList<>();
    private long firstNs = NO_TIME;
    private long offsetNs;
    private int number;

    Recording readAll(String file, BufferedReader lines) throws IOException, BadControlCall {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          read.add(parse(line));
        }
        if (read.size() > MOST_LINES) {
          throw new BadControlCall(
              "bad_recording", "file: has more than " + MOST_LINES + " lines.");
        }
      }
      if (read.isEmpty()) {
        throw new BadControlCall("bad_recording", "file: \"" + file + "\" has no lines.");
      }
      return Recording.of(file, read, firstNs != NO_TIME);
    }

    private RecordedLine parse(String line) throws BadControlCall {
      FieldReader item = ControlParser.line(number, line);
      moveOn(item.timeNs("time", NO_TIME));
      if (!item.has("mark_price")) {
        TradeOrder order = parser.trade(item, 0);
        Listing listing = parser.instrument(item).listing();
        return new RecordedLine.Print(
            listing,
            listing.price().steps(order.price()),
            listing.size().steps(order.size()),
            offsetNs);
      }
      Listing contract = parser.contract(item).listing();
      BigDecimal mark = item.decimal("mark_price");
      BigDecimal index = item.has("index_price") ? item.decimal("index_price") : null;
      return new RecordedLine.MarksSet(contract, mark, index, offsetNs);
    }

    /** A line without a time, or with one that goes back, belongs to the moment before it. */
    private void moveOn(long timeNs) {
      if (timeNs == NO_TIME) {
        return;
      }
      if (firstNs == NO_TIME) {
        firstNs = timeNs;
      }
      offsetNs = Math.max(offsetNs, timeNs - firstNs);
    }
  }
}
