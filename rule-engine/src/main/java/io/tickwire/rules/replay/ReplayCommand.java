package io.tickwire.rules.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tickwire replay FILE}: 0 when it was replayed, 2 when it could not be. */
@Command(
    name = "replay",
    description = "Feed recorded ticks through the evaluation and print what fires.",
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = 2,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:replayed, a line per hit", "2:it could not be done"})
public final class ReplayCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int NOT_DONE = 2;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "Recording: one JSON object a line.")
  private @Nullable Path file;

  @Override
  public Integer call() {
    Path recording = Objects.requireNonNull(file, "set by picocli");
    CommandLine line = Objects.requireNonNull(spec, "set by picocli").commandLine();
    PrintWriter out = line.getOut();
    try {
      read(recording, Replay.reading(), null);
      Replay replay = Replay.evaluating();
      long hits = read(recording, replay, out);
      out.flush();
      line.getErr()
          .printf(
              "ticks=%d duplicates=%d rejected=%d hits=%d%n",
              replay.ticks(), replay.duplicates(), replay.rejected(), hits);
      line.getErr().flush();
      return DONE;
    } catch (BrokenLine e) {
      return refuse(line, recording + " " + e.getMessage());
    } catch (NoSuchFileException e) {
      return refuse(line, "there is no file " + recording);
    } catch (CharacterCodingException e) {
      return refuse(line, recording + " is not UTF-8 text");
    } catch (IOException e) {
      return refuse(line, recording + " cannot be read: " + e.getMessage());
    }
  }

  private static long read(Path recording, Replay replay, @Nullable PrintWriter out)
      throws IOException {
    long hits = 0;
    try (BufferedReader lines = Files.newBufferedReader(recording)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (String hit : replay.line(line)) {
          hits++;
          if (out != null) {
            out.print(hit + "\n");
          }
        }
      }
    }
    return hits;
  }

  private static int refuse(CommandLine line, String reason) {
    line.getErr().println("tickwire replay: " + reason);
    line.getErr().flush();
    return NOT_DONE;
  }
}
