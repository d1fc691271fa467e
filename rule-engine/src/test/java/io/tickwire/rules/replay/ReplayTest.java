package io.tickwire.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.ExitTimes;
import io.tickwire.rules.store.StoredRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReplayTest {
  private static final int INSTRUMENT = 0;
  private static final int RULE = 2;
  private static final int TICK = 12;

  private final Path folder;

  ReplayTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private record Run(int exit, String out, String err) {}

  private Run replay(String recording) throws IOException {
    return run(Files.writeString(folder.resolve("recording.jsonl"), recording).toString());
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReplayTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no such resource: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> recording() throws IOException {
    return new ArrayList<>(resource("recording.jsonl").lines().toList());
  }

  @Test
  void firesWhatWasExpected_byteForByte() throws IOException {
    Run run = replay(resource("recording.jsonl"));

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEqualTo(resource("expected.jsonl"));
    assertThat(run.err()).isEqualTo("ticks=15 duplicates=2 rejected=1 hits=10\n");
  }

  @Test
  void firesEveryKindOfRule_byteForByte() throws IOException {
    Run run = replay(resource("kinds.jsonl"));

    assertThat(run.err()).isEqualTo("ticks=13 duplicates=1 rejected=1 hits=9\n");
    assertThat(run.out()).isEqualTo(resource("kinds-expected.jsonl"));
  }

  @ParameterizedTest(name = "{1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | \"condition\":\"above\" | \"condition\":\"over\"",
        "1 | \"index\":0 | \"index\":-1",
        "1 | \"index\":0 | \"index\":1",
        "1 | \"price\":\"61000\" | \"price\":\"61000.01\"",
        "1 | \"price\":\"61000\" | \"price\":\"0\"",
        "1 | XBTUSDTM | XRPUSDTM",
        "1 | \"partial\":true | \"partial\":1",
        "1 | \"partial\":true | \"whole\":true",
        "1 | \"kind\":\"take_profit\" | \"kind\":\"profit\"",
        "1 | \"condition\":\"above\" | \"condition\":\"above\",\"back_ticks\":2",
        "4 | \"back_ticks\":10 | \"back_ticks\":0",
        "5 | \"callback_bp\":100 | \"callback_bp\":10000",
        "5 | \"callback_bp\":100 | \"callback_bp\":100,\"distance\":\"5\"",
        "5 | \"side\":\"long\" | \"side\":\"wide\"",
        "6 | \"condition\":\"above\" | \"condition\":\"crosses\"",
        "21 | \"span_ms\":60000, | ''",
        "21 | \"low\":\"58000\" | \"low\":58000",
        "21 | :60000000000 | :60000000001"
      })
  void refusesARuleOrCandle_thatIsBroken(int index, String right, String wrong) throws IOException {
    List<String> lines = new ArrayList<>(resource("kinds.jsonl").lines().toList());
    assertThat(lines.get(index)).contains(right);
    lines.set(index, lines.get(index).replaceFirst(Pattern.quote(right), wrong));

    Run run = replay(String.join("\n", lines));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    int named =
        right.equals("\"index\":0") && wrong.endsWith("1") && !wrong.endsWith("-1") ? 3 : index + 1;
    assertThat(run.err()).contains(" line " + named + ": ");
  }

  @Test
  void takesDocuments_asTheEngineStoresThem() throws IOException {
    StoredRule position =
        new StoredRule(
            SamplePosition.of("pos_whole").done().change().stopLoss(new BigDecimal("90")).done(),
            null,
            1_000,
            1,
            new BigDecimal("100"),
            1L,
            1L,
            1_000L,
            new ExitTimes(500L, null, List.of()));
    StoredRule trigger =
        new StoredRule(
            null,
            SampleTrigger.of("trg_whole").on(Condition.BELOW, "95").done(),
            1_000,
            2,
            new BigDecimal("100"),
            1L,
            1L,
            1_000L,
            new ExitTimes(500L, null, List.of()));
    assertThat(Json.tree(position)).hasSize(StoredRule.class.getRecordComponents().length - 1);

    Run run =
        replay(
            String.join(
                "\n",
                recording().get(INSTRUMENT),
                Json.write(position),
                Json.write(trigger),
                recording().get(TICK).replace("60000.0", "90.0")));

    assertThat(run.err()).isEqualTo("ticks=1 duplicates=0 rejected=0 hits=2\n");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("pos_whole", "trg_whole");
  }

  @Test
  void firesTheSame_whenItIsReplayedAgain() throws IOException {
    String recording = resource("recording.jsonl");

    assertThat(replay(recording).out()).isEqualTo(replay(recording).out()).isNotEmpty();
  }

  @Test
  void printsNothing_whenALineAfterHitsIsBroken() throws IOException {
    Run run = replay(resource("recording.jsonl") + "{\"tick\":\n");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("tickwire replay: ")
        .contains("recording.jsonl line 28: ");
  }

  @ParameterizedTest(name = "{1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0  | \"tick_size\":\"0.1\"   | \"tick_size\":\"0\"",
        "0  | \"tick_size\":\"0.1\",  | ''",
        "0  | instrument              | instrumental",
        "2  | XBTUSDTM                | XRPUSDTM",
        "2  | \"side\":\"long\",      | ''",
        "2  | \"side\":\"long\"       | \"side\":\"wide\"",
        "2  | \"stop_loss\":\"59000\" | \"stop_loss\":\"-1\"",
        "2  | \"stop_loss\":\"59000\" | \"stop_loss\":\"59000.01\"",
        "2  | \"trigger_source\":\"last\", | ''",
        "2  | \"status\":\"open\"     | \"status\":\"closed\"",
        "2  | \"order\":1             | \"ordre\":1",
        "2  | pos_long                | pos_deeper",
        "10 | \"condition\":\"above\", | ''",
        "10 | \"price\":\"60500\",    | ''",
        "10 | \"status\":\"armed\"    | \"status\":\"executed\"",
        "12 | \"kind\":\"trade\"      | \"kind\":\"funding\"",
        "12 | XBTUSDTM                | XRPUSDTM",
        "12 | \"price\":\"60000.0\"   | \"price\":60000.0",
        "12 | \"price\":\"60000.0\"   | \"price\":\"NaN\"",
        "12 | \"price\":\"60000.0\"   | \"price\":\"99999999999999999999\"",
        "12 | \"price\":\"60000.0\"   | \"prize\":\"60000.0\"",
        "12 | \"sequence\":1          | \"sequence\":1.5",
        "12 | \"exchange_time_ns\":1500, | ''"
      })
  void refusesALine_thatIsBroken(int index, String right, String wrong) throws IOException {
    List<String> lines = recording();
    String line = lines.get(index);
    assertThat(line).contains(right);
    lines.set(index, line.replaceFirst(Pattern.quote(right), wrong));

    Run run = replay(String.join("\n", lines));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    int named = right.equals("pos_long") ? index + 2 : index + 1;
    int atLeast = right.equals("instrument") ? 1 : named;
    assertThat(run.err()).contains(" line " + atLeast + ": ");
  }

  @Test
  void refusesARule_afterTheFirstTick() throws IOException {
    List<String> lines = recording();
    lines.add(lines.get(RULE).replace("pos_long", "pos_late"));

    assertThat(replay(String.join("\n", lines)).err())
        .contains("line 28: instruments and rules stand before the first tick");
  }

  @Test
  void refusesAnInstrument_thatComesTwice() throws IOException {
    List<String> lines = recording();
    lines.add(1, lines.get(INSTRUMENT));

    assertThat(replay(String.join("\n", lines)).err()).contains("line 2: ");
  }

  @Test
  void skipsEmptyLines_andCountsThem() throws IOException {
    List<String> lines = recording();
    Replay replay = Replay.evaluating();
    assertThat(replay.line(lines.get(INSTRUMENT))).isEmpty();
    assertThat(replay.line(" ")).isEmpty();

    assertThatThrownBy(() -> replay.line("broken"))
        .isInstanceOf(BrokenLine.class)
        .hasMessageStartingWith("line 3: ");
    assertThat(replay.line(lines.get(TICK))).isEmpty();
  }

  @Test
  void saysWhy_whenTheFileCannotBeRead() throws IOException {
    assertThat(run(folder.resolve("none").toString()))
        .isEqualTo(
            new Run(2, "", "tickwire replay: there is no file " + folder.resolve("none") + "\n"));
    assertThat(run(folder.toString()).exit()).isEqualTo(2);
    assertThat(run().exit()).isEqualTo(2);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28, 0x0A});
    assertThat(run(binary.toString()).err()).contains("not UTF-8");
  }
}
