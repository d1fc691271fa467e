package io.tickwire.rules.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Trigger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerCheckTest {
  private static final String OPENING =
      "{\"open\":{\"side\":\"long\",\"quantity\":\"1\",\"leverage\":\"10\"}}";
  private static final String ALERT = "{\"alert\":{\"message\":\"look\"}}";
  private static final String BOOKED = "tickwire:{u:alice}:booked ";
  private static final String POSITION = Ids.derive(Ids.POSITION, "trg_1");

  private static Trigger trigger(String status, String action) {
    return Json.read(
        """
        {"id":"trg_1","user":"alice","symbol":"XBTUSDTM","condition":"above","price":"65000",
         "trigger_source":"last","status":"%s","version":2,"created_at":1000,"action":%s%s}
        """
            .formatted(
                status,
                action,
                List.of("executed", "rejected", "paused").contains(status)
                    ? ",\"execution_id\":\"exe_1\""
                    : ""),
        Trigger.class);
  }

  private static List<String> findings(
      Trigger trigger, @Nullable String settled, @Nullable String opening, boolean executionKnown) {
    return Books.told(TriggerCheck.findings(trigger, settled, opening, executionKnown));
  }

  @Test
  void agrees_whenTheTriggerEndedAsItSays() {
    assertThat(findings(trigger("executed", OPENING), "exe_1", "660", true)).isEmpty();
    assertThat(findings(trigger("rejected", OPENING), "exe_1", null, true)).isEmpty();
    assertThat(findings(trigger("executed", ALERT), "exe_1", null, true)).isEmpty();
    assertThat(findings(trigger("cancelled", OPENING), "", null, false)).isEmpty();
    assertThat(findings(trigger("expired", OPENING), "", null, false)).isEmpty();
    assertThat(findings(trigger("paused", ALERT), "exe_1", null, true)).isEmpty();
    assertThat(findings(trigger("armed", OPENING), null, null, false)).isEmpty();
    assertThat(findings(repeated(), null, null, true)).isEmpty();
  }

  private static Trigger repeated() {
    return trigger("armed", ALERT).fired(2_000, 1, "exe_1");
  }

  @Test
  void findsTheAlert_whenAFiringOfItIsMissing() {
    assertThat(findings(repeated(), null, null, false))
        .containsExactly(
            "execution tickwire:{u:alice}:executions exe_1 absent"
                + " the execution that fired trg_1");
  }

  @Test
  void findsTheTrigger_whenItExecutedAndOpenedNothing() {
    assertThat(findings(trigger("executed", OPENING), "exe_1", null, true))
        .containsExactly("trigger " + BOOKED + POSITION + ":open absent the opening of trg_1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rejected", "cancelled"})
  void findsTheTrigger_whenItDidNotExecuteAndOpened(String status) {
    assertThat(findings(trigger(status, OPENING), "exe_1", "660", true))
        .contains("trigger " + BOOKED + POSITION + ":open 660 no opening: trg_1 is " + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"executed", "rejected", "paused"})
  void findsTheTrigger_whenItsEndIsNotSettled(String status) {
    String opening = status.equals("executed") ? "660" : null;

    assertThat(findings(trigger(status, OPENING), null, opening, true))
        .containsExactly("settled " + BOOKED + "trg_1:settled absent exe_1");
    assertThat(findings(trigger(status, OPENING), "exe_2", opening, true))
        .containsExactly("settled " + BOOKED + "trg_1:settled exe_2 exe_1");
  }

  @Test
  void findsTheTrigger_whenItsCancelIsNotSettled() {
    assertThat(findings(trigger("cancelled", ALERT), null, null, false))
        .containsExactly("settled " + BOOKED + "trg_1:settled absent present");
  }

  @Test
  void findsTheTrigger_whenItsExecutionIsMissing() {
    assertThat(findings(trigger("executed", ALERT), "exe_1", null, false))
        .containsExactly(
            "execution tickwire:{u:alice}:executions exe_1 absent"
                + " the execution that fired trg_1");
  }
}
