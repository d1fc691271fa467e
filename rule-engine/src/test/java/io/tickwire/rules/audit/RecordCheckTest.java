package io.tickwire.rules.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.audit.RecordCheck.Booked;
import io.tickwire.rules.store.PartitionKeys;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.TransitionEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
  private static final long NOW_MS = 100_000;
  private static final Booked OPENED = new Booked(true, false);
  private static final Booked ENDED = new Booked(true, true);
  private static final Booked UNKNOWN = new Booked(false, false);
  private static final String STATE = "tickwire:{p7}:state pos_1 ";

  private final RecordCheck check =
      new RecordCheck(PartitionKeys.of(7), NOW_MS, Duration.ofSeconds(10));
  private final StoredRule rule = StoredRule.of(Books.open("pos_1"), 0, 0);

  private List<String> findings(String state, @Nullable StoredRule document, Booked booked) {
    return Books.told(check.record("pos_1", RuleState.parse(state), document, booked));
  }

  @Test
  void agrees_whenTheAccountKnowsTheRecord() {
    assertThat(findings("open|1||0|1|0", rule, OPENED)).isEmpty();
    assertThat(findings("armed|1||0|1|0", rule, OPENED)).isEmpty();
  }

  @Test
  void findsTheRecord_whenItsAccountKnowsNone() {
    assertThat(findings("open|1||0|1|0", rule, UNKNOWN))
        .containsExactly("record " + STATE + "open no record: account of alice knows none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "armed"})
  void findsTheRecord_whenItIsLiveAndItsEndIsBooked(String status) {
    assertThat(findings(status + "|1||0|1|0", rule, ENDED))
        .containsExactly("record " + STATE + status + " no record: its end is booked");
  }

  @Test
  void findsTheRecord_whenItHasNoDocument() {
    assertThat(findings("open|1||0|1|0", null, UNKNOWN))
        .containsExactly("record tickwire:{p7}:doc pos_1 absent the document of a record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"closing", "executed", "cancelled"})
  void findsTheRecord_whenItsBookingTakesTooLong(String status) {
    assertThat(findings(status + "|2|exe_1|90000000|1|0", rule, OPENED)).isEmpty();
    assertThat(findings(status + "|2|exe_1|89999000|1|0", rule, OPENED))
        .containsExactly("closing " + STATE + status + " for 10001 ms at most 10000 ms");
  }

  @ParameterizedTest
  @CsvSource({"opened, true, false", "updated, true, false", "closing, true, true"})
  void agrees_whenATransitionIsBooked(String what, boolean opened, boolean ended) {
    assertThat(check.transition("1-0", entry(what), new Booked(opened, ended))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"closing", "executed", "cancelled"})
  void findsTheTransition_whenItsEndIsNotBooked(String what) {
    assertThat(Books.told(check.transition("1-0", entry(what), OPENED)))
        .containsExactly(
            "transition tickwire:{p7}:transitions 1-0 "
                + what
                + " pos_1 unbooked for 99999 ms booked within 10000 ms");
  }

  @Test
  void findsTheTransition_whenItsOpeningIsNotBooked() {
    assertThat(check.transition("1-0", entry("opened"), UNKNOWN)).hasSize(1);
  }

  @Test
  void namesThePartition_thatShouldHoldAPosition() {
    assertThat(
            Books.told(
                List.of(
                    RecordCheck.unwatched(
                        "tickwire:{u:alice}:positions", "pos_1", PartitionKeys.of(7)))))
        .containsExactly(
            "watched tickwire:{u:alice}:positions pos_1 absent in tickwire:{p7}:state"
                + " held by its partition");
  }

  private TransitionEntry entry(String what) {
    return TransitionEntry.parse(
        new StreamEntry("", "1-0", Map.of("what", what, "id", "pos_1", "doc", Json.write(rule))));
  }
}
