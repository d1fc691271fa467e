package io.tickwire.rules.audit;

import static io.tickwire.rules.audit.Books.ACCOUNT;
import static io.tickwire.rules.audit.Books.BOOKED;
import static io.tickwire.rules.audit.Books.CLOSED;
import static io.tickwire.rules.audit.Books.LEDGER;
import static io.tickwire.rules.audit.Books.OPEN;
import static io.tickwire.rules.audit.Books.POSITIONS;
import static io.tickwire.rules.audit.LedgerEntry.Kind.CLOSE_FEE;
import static io.tickwire.rules.audit.LedgerEntry.Kind.FUNDING;
import static io.tickwire.rules.audit.LedgerEntry.Kind.GROSS;
import static io.tickwire.rules.audit.LedgerEntry.Kind.INSURANCE;
import static io.tickwire.rules.audit.LedgerEntry.Kind.OPEN_FEE;
import static io.tickwire.rules.audit.LedgerEntry.Kind.PAPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.rules.store.AccountStore.Amounts;
import io.tickwire.rules.store.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for everything that an account's books can be wrong in. */
class AuditTest {
  private final Books books = new Books();

  @ParameterizedTest(name = "{0} passes")
  @ValueSource(ints = {1, 2, 7})
  void agrees_whenTheBooksAreRight(int passes) {
    Audit.Result result = books.result(passes);

    assertThat(result.findings()).isEmpty();
    assertThat(result.entries()).isEqualTo(5);
    assertThat(result.positions()).isEqualTo(2);
    assertThat(result.closed()).isEqualTo(1);
    Sums sums = result.sums().getOrDefault("USDT", Sums.NONE);
    assertThat(sums.startE8()).isEqualTo(Books.e8("100000"));
    assertThat(sums.feesE8()).isEqualTo(Books.e8("10.74"));
    assertThat(sums.houseE8()).isEqualTo(Books.e8("100"));
    assertThat(sums.differenceE8()).isZero();
  }

  @Test
  void findsTheSame_inOnePassAndInSeveral() {
    books.drop(OPEN_FEE, CLOSED);
    books.drop(GROSS, CLOSED);
    books.booked.remove(OPEN + ":open");

    assertThat(Books.told(books.result(5).findings()))
        .containsExactlyInAnyOrderElementsOf(books.findings())
        .hasSizeGreaterThan(3);
  }

  // The account's own numbers.

  @Test
  void findsTheBalance_whenItIsNotTheSumOfTheLedger() {
    books.move("1", "0", "1", "0");

    assertThat(books.findings())
        .containsExactly("balance " + ACCOUNT + "balance 99890.26 99889.26");
  }

  @Test
  void findsTheRealizedProfit_whenItIsNotTheSumOfTheLedger() {
    books.move("0", "0", "0", "-0.00000001");

    assertThat(books.findings())
        .containsExactly("realized " + ACCOUNT + "realized -110.74000001 -110.74");
  }

  @Test
  void findsTheUsedMargin_whenItIsNotThatOfTheOpenPositions() {
    books.move("0", "600", "-600", "0");

    assertThat(books.findings()).containsExactly("used_margin " + ACCOUNT + "used 1200 600");
  }

  @Test
  void findsTheAvailable_whenItIsNotBalanceWithoutMargin() {
    books.move("0", "0", "0.5", "0");

    assertThat(books.findings())
        .containsExactly("available " + ACCOUNT + "available 99289.76 99289.26");
  }

  @Test
  void findsThePaperMoney_whenItWasGivenTwice() {
    books.early.add(books.entry(PAPER, "50", null));
    books.move("50", "0", "50", "0");

    assertThat(books.findings()).containsExactly("paper " + LEDGER + "USDT:paper 2 1");
  }

  @Test
  void findsTheAccount_whenItHasNoLedger() {
    books.account.put("XBT", new Amounts(5, 0, 5, 0));

    assertThat(books.findings())
        .contains("paper " + LEDGER + "XBT:paper 0 1")
        .anyMatch(finding -> finding.startsWith("balance "));
  }

  @Test
  void findsTheLedger_whenItsAccountIsGone() {
    books.account.clear();

    assertThat(books.findings()).contains("balance " + ACCOUNT + "balance 0 99889.26");
  }

  @Test
  void findsTheIndexOfOpenPositions_whenItHoldsMore() {
    books.live = 2;

    assertThat(books.findings())
        .containsExactly("live_index tickwire:{u:alice}:positions:live 2 1");
  }

  // One opening and one close per position.

  @Test
  void findsTheOpening_whenItIsMissing() {
    books.drop(OPEN_FEE, OPEN);
    books.move("3.6", "0", "3.6", "3.6");

    assertThat(books.findings()).containsExactly("opening " + LEDGER + OPEN + ":open 0 1");
  }

  @Test
  void findsTheOpening_whenItIsThereTwice() {
    books.early.add(books.entry(OPEN_FEE, "-3.6", OPEN));
    books.move("-3.6", "0", "-3.6", "-3.6");

    assertThat(books.findings()).containsExactly("opening " + LEDGER + OPEN + ":open 2 1");
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource({"GROSS, 100", "CLOSE_FEE, 3.54"})
  void findsTheClose_whenHalfOfItIsMissing(LedgerEntry.Kind kind, String amount) {
    books.drop(kind, CLOSED);
    books.move(amount, "0", amount, amount);

    assertThat(books.findings()).containsExactly("close " + LEDGER + CLOSED + ":close 0 1");
  }

  @Test
  void findsTheClose_whenAllOfItIsMissing() {
    books.drop(GROSS, CLOSED);
    books.drop(CLOSE_FEE, CLOSED);
    books.move("103.54", "0", "103.54", "103.54");

    assertThat(books.findings()).containsExactly("close " + LEDGER + CLOSED + ":close 0 1");
  }

  @Test
  void findsTheClose_whenItIsThereTwice() {
    books.early.add(books.entry(GROSS, "-100", CLOSED));
    books.early.add(books.entry(CLOSE_FEE, "-3.54", CLOSED));
    books.move("-103.54", "0", "-103.54", "-103.54");

    assertThat(books.findings()).containsExactly("close " + LEDGER + CLOSED + ":close 2 1");
  }

  @Test
  void findsTheClose_whenThePositionIsOpen() {
    books.early.add(books.entry(GROSS, "-100", OPEN));
    books.early.add(books.entry(CLOSE_FEE, "-3.54", OPEN));
    books.move("-103.54", "-600", "496.46", "-103.54");
    books.live = 0;

    assertThat(books.findings()).containsExactly("close " + LEDGER + OPEN + ":close 1 0");
  }

  @Test
  void findsTheEntries_whenTheirPositionIsGone() {
    books.positions.remove(CLOSED);

    assertThat(books.findings())
        .containsExactly("position " + LEDGER + CLOSED + " -107.14 no entries");
  }

  @Test
  void findsTheEntry_whenItIsInAnotherCurrency() {
    books.drop(GROSS, CLOSED);
    books.early.add(books.entry(GROSS, "-100", "XBT", CLOSED));

    assertThat(books.findings()).contains("currency " + LEDGER + CLOSED + " XBT USDT");
  }

  // Amounts follow from the position's own fields.

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "OPEN_FEE, -3.61, -0.01, open_fee, open, -3.6",
    "GROSS, -99, 1, gross, close, -100",
    "CLOSE_FEE, -3.55, -0.01, close_fee, close, -3.54"
  })
  void findsTheAmount_whenItDoesNotFollowFromThePrices(
      LedgerEntry.Kind kind,
      String booked,
      String moved,
      String check,
      String step,
      String expected) {
    books.drop(kind, CLOSED);
    books.early.add(books.entry(kind, booked, CLOSED));
    books.move(moved, "0", moved, moved);

    assertThat(books.findings())
        .containsExactly(String.join(" ", check, LEDGER + CLOSED + ":" + step, booked, expected));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "pos_closed, net, -107.13, -107.14",
    "pos_open, fees, 3.5, 3.6",
    "pos_closed, currency, XBT, USDT",
    "pos_closed, gross, -101, -100"
  })
  void findsTheDocument_whenAFieldDoesNotFollowFromThePrices(
      String position, String field, String found, String expected) {
    books.edit(position, field, found);

    assertThat(books.findings())
        .contains("document " + POSITIONS + position + " " + field + " " + found + " " + expected);
  }

  @Test
  void findsTheFeesOfAClosedPosition_whenTheyDoNotFollowFromThePrices() {
    books.edit(CLOSED, "fees", "7.15");
    books.edit(CLOSED, "net", "-107.15");

    assertThat(books.findings())
        .containsExactly("document " + POSITIONS + CLOSED + " fees 7.15 7.14");
  }

  @Test
  void findsTheMargin_whenItDoesNotFollowFromTheLeverage() {
    books.edit(CLOSED, "margin", "500");

    assertThat(books.findings()).contains("document " + POSITIONS + CLOSED + " margin 500 600");
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(strings = {"exit_price", "gross", "net"})
  void findsTheClosedPosition_whenItDoesNotTellItsEnd(String field) {
    books.edit(CLOSED, field, null);

    assertThat(books.findings())
        .contains("document " + POSITIONS + CLOSED + " " + field + " absent present");
  }

  @Test
  void findsTheDocument_whenItsAmountIsBeyondAllAccounts() {
    books.edit(OPEN, "quantity", "9999999999999999");

    assertThat(books.findings())
        .contains(
            "readable " + POSITIONS + OPEN + " amounts out of range amounts an account can hold");
  }

  @Test
  void agrees_whenTheHousePaidWhatTheMarginDidNot() {
    loseTheMargin();

    assertThat(books.findings()).isEmpty();
  }

  @Test
  void findsTheInsurance_whenItIsNotWhatTheMarginLacks() {
    loseTheMargin();
    books.drop(INSURANCE, CLOSED);
    books.early.add(books.entry(INSURANCE, "404", CLOSED));
    books.move("1", "0", "1", "1");

    assertThat(books.findings()).containsExactly("insurance " + LEDGER + CLOSED + ":close 404 403");
  }

  @Test
  void findsTheInsurance_whenItIsMissing() {
    loseTheMargin();
    books.drop(INSURANCE, CLOSED);
    books.move("-403", "0", "-403", "-403");

    assertThat(books.findings()).containsExactly("insurance " + LEDGER + CLOSED + ":close 0 403");
  }

  private void loseTheMargin() {
    books.edit(CLOSED, "exit_price", "50000");
    books.edit(CLOSED, "gross", "-597");
    books.edit(CLOSED, "fees", "6.6");
    books.edit(CLOSED, "net", "-603.6");
    books.executions.put(CLOSED, Books.execution("exe_stop", CLOSED, "50000"));
    books.drop(GROSS, CLOSED);
    books.drop(CLOSE_FEE, CLOSED);
    books.early.add(books.entry(GROSS, "-1000", CLOSED));
    books.early.add(books.entry(CLOSE_FEE, "-3", CLOSED));
    books.early.add(books.entry(INSURANCE, "403", CLOSED));
    books.move("-496.46", "0", "-496.46", "-496.46");
  }

  // Parts and funding.

  @ParameterizedTest(name = "{0} passes")
  @ValueSource(ints = {1, 3})
  void agrees_whenAPartWasClosedAndFundingPaid(int passes) {
    books.closeAPart();
    books.payFunding();
    books.edit(OPEN, "net", "35.584");

    Audit.Result result = books.result(passes);

    assertThat(Books.told(result.findings())).isEmpty();
    assertThat(result.sums().getOrDefault("USDT", Sums.NONE).differenceE8()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "open_quantity, 61, 60",
    "margin, 360.1, 360",
    "gross, 41, 40",
    "fees, 5.017, 5.016",
    "net, 35, 34.984"
  })
  void findsTheDocument_whenItDoesNotFollowFromItsParts(
      String field, String found, String expected) {
    books.closeAPart();
    books.edit(OPEN, field, found);

    assertThat(books.findings())
        .contains(String.join(" ", "document", POSITIONS + OPEN, field, found, expected));
  }

  @Test
  void findsThePart_whenItsProfitDoesNotFollowFromItsExecution() {
    books.closeAPart();
    books.parts.put("exe_part", Books.part("exe_part", "59500", "40"));

    assertThat(books.findings())
        .contains("gross " + LEDGER + OPEN + ":part:exe_part 40 20")
        .contains("close_fee " + LEDGER + OPEN + ":part:exe_part -1.416 -1.428")
        .contains("document " + POSITIONS + OPEN + " gross 40 20");
  }

  @Test
  void findsThePart_whenItIsThereTwice() {
    books.closeAPart();
    books.early.add(books.entry(GROSS, "40", "USDT", OPEN, OPEN + ":part:exe_part"));
    books.early.add(books.entry(CLOSE_FEE, "-1.416", "USDT", OPEN, OPEN + ":part:exe_part"));
    books.move("38.584", "0", "38.584", "38.584");

    assertThat(books.findings()).containsExactly("close " + LEDGER + OPEN + ":part:exe_part 2 1");
  }

  @Test
  void findsThePart_whenTheDocumentKnowsNoneOfIt() {
    books.closeAPart();
    books.edit(OPEN, "reductions", "0");

    assertThat(books.findings()).contains("close " + LEDGER + OPEN + ":part:exe_part 1 0");
  }

  @Test
  void findsThePart_whenItsKeyOrExecutionIsMissing() {
    books.closeAPart();
    books.parts.clear();
    assertThat(books.findings())
        .contains(
            "execution tickwire:{u:alice}:executions exe_part absent"
                + " the execution that closed a part of pos_open");

    books.booked.remove(OPEN + ":part:exe_part");
    assertThat(books.findings()).contains("booked " + BOOKED + OPEN + ":part no part 1 every part");
  }

  @Test
  void agrees_whenAPartIsClosedAfterTheDocumentWasRead() {
    books.late.add(books.entry(GROSS, "40", "USDT", OPEN, OPEN + ":part:exe_part"));
    books.late.add(books.entry(CLOSE_FEE, "-1.416", "USDT", OPEN, OPEN + ":part:exe_part"));
    books.booked.put(OPEN + ":part:exe_part", "1");

    assertThat(books.findings()).isEmpty();
  }

  @Test
  void findsTheFunding_whenTheDocumentTellsAnotherAmount() {
    books.payFunding();
    books.edit(OPEN, "funding", "0.5");

    assertThat(books.findings())
        .containsExactly("document " + POSITIONS + OPEN + " funding 0.5 0.6");
  }

  @Test
  void findsTheFunding_whenItWasPaidTwice() {
    books.payFunding();
    books.payFunding();
    books.edit(OPEN, "funding", "1.2");

    assertThat(books.findings()).containsExactly("funding " + LEDGER + OPEN + ":funding:1000 2 1");
  }

  @Test
  void agrees_whenFundingIsPaidWhileItIsRead() {
    books.late.add(books.entry(FUNDING, "0.6", OPEN));
    assertThat(books.findings()).isEmpty();

    books.edit(OPEN, "funding", "0.6");
    assertThat(books.findings()).isEmpty();
  }

  @Test
  void believesThePosition_whenItsInstrumentIsNotKnown() {
    books.instruments.clear();

    Audit.Result result = books.result(1);

    assertThat(result.findings()).isEmpty();
    assertThat(result.believed()).isEqualTo(2);
    assertThat(result.sums().getOrDefault("USDT", Sums.NONE).differenceE8()).isZero();
  }

  @Test
  void acceptsFeesByAnotherRate_onlyWhenAskedTo() {
    books.edit(OPEN, "fees", "6");
    books.drop(OPEN_FEE, OPEN);
    books.early.add(books.entry(OPEN_FEE, "-6", OPEN));
    books.booked.put(OPEN + ":open", Long.toString(Books.e8("606")));
    books.move("-2.4", "0", "-2.4", "-2.4");

    assertThat(books.findings()).contains("open_fee " + LEDGER + OPEN + ":open -6 -3.6");
    books.anyFeeRate = true;
    assertThat(books.findings()).isEmpty();
  }

  @Test
  void comparesFeesWithEachOther_whenAnyRateIsAccepted() {
    books.anyFeeRate = true;
    books.drop(CLOSE_FEE, CLOSED);
    books.early.add(books.entry(CLOSE_FEE, "-4", CLOSED));

    assertThat(books.findings()).contains("close_fee " + LEDGER + CLOSED + ":close -4 -3.54");
  }

  // Business keys and executions.

  @Test
  void findsTheKeyOfAnOpening_whenItTellsAnotherAmount() {
    books.booked.put(OPEN + ":open", "1");

    assertThat(books.findings()).containsExactly("booked " + BOOKED + OPEN + ":open 1 60360000000");
  }

  @Test
  void findsTheKeyOfAnOpening_whenItIsMissing() {
    books.booked.remove(OPEN + ":open");

    assertThat(books.findings())
        .containsExactly("booked " + BOOKED + OPEN + ":open absent 60360000000");
  }

  @Test
  void findsTheKeyOfAClose_whenAnotherExecutionStandsThere() {
    books.booked.put(CLOSED + ":close", "exe_other");

    assertThat(books.findings())
        .containsExactly("booked " + BOOKED + CLOSED + ":close exe_other exe_stop");
  }

  @Test
  void findsTheKeyOfAClose_whenThePositionIsOpenAndNothingWasBooked() {
    books.booked.put(OPEN + ":close", "exe_stop");

    assertThat(books.findings())
        .containsExactly("booked " + BOOKED + OPEN + ":close exe_stop no such key");
  }

  @Test
  void findsTheKeys_whenThereIsNothingBehindThem() {
    books.booked.put("pos_none:open", "1");
    books.booked.put("pos_none:close", "exe_none");

    assertThat(books.findings())
        .containsExactly(
            "booked " + BOOKED + "pos_none:open 1 no such key",
            "booked " + BOOKED + "pos_none:close exe_none no such key");
  }

  @Test
  void findsTheExecution_whenItIsMissing() {
    books.executions.clear();

    assertThat(books.findings())
        .containsExactly(
            "execution tickwire:{u:alice}:executions exe_stop absent"
                + " the execution that closed pos_closed");
  }

  @Test
  void findsTheExecution_whenItFilledAtAnotherPrice() {
    books.executions.put(CLOSED, Books.execution("exe_stop", CLOSED, "59000.1"));

    assertThat(books.findings())
        .containsExactly("execution tickwire:{u:alice}:executions exe_stop 59000.1 59000");
  }

  // What is booked while it is read.

  @Test
  void agrees_whenAPositionOpensAfterTheAccountWasRead() {
    books.late.add(books.entry(OPEN_FEE, "-3.6", "pos_new"));
    books.positions.put("pos_new", Books.open("pos_new"));
    books.booked.put("pos_new:open", Long.toString(Books.e8("603.6")));

    Audit.Result result = books.result(1);

    assertThat(result.findings()).isEmpty();
    assertThat(result.sums().getOrDefault("USDT", Sums.NONE).differenceE8()).isZero();
  }

  @Test
  void agrees_whenAPositionClosesAfterTheAccountWasRead() {
    books.late.add(books.entry(GROSS, "-100", CLOSED));
    books.late.add(books.entry(CLOSE_FEE, "-3.54", CLOSED));
    books.drop(GROSS, CLOSED);
    books.drop(CLOSE_FEE, CLOSED);
    books.move("103.54", "600", "-496.46", "103.54");
    books.live = 2;

    Audit.Result result = books.result(1);

    assertThat(Books.told(result.findings())).isEmpty();
    assertThat(result.sums().getOrDefault("USDT", Sums.NONE).differenceE8()).isZero();
  }

  @Test
  void agrees_whenAPositionClosesAfterItsDocumentWasRead() {
    books.late.add(books.entry(GROSS, "100", OPEN));
    books.late.add(books.entry(CLOSE_FEE, "-3.54", OPEN));
    books.booked.put(OPEN + ":close", "exe_target");

    assertThat(books.findings()).isEmpty();
  }

  @Test
  void agrees_whenAPositionOpensAfterTheDocumentsWereRead() {
    books.late.add(books.entry(OPEN_FEE, "-3.6", "pos_new"));
    books.booked.put("pos_new:open", Long.toString(Books.e8("603.6")));

    assertThat(books.findings()).isEmpty();
  }

  @Test
  void countsADocumentOnce_whenItIsReadTwice() {
    Audit audit = new Audit("alice", new Terms(books.instruments, false), 1);
    books.early.forEach(audit::early);
    for (int i = 0; i < 2; i++) {
      books.positions.forEach((id, position) -> audit.position(position, books.executions.get(id)));
    }
    books.booked.forEach(audit::booked);
    audit.endPass();

    Audit.Result result = audit.end(books.account, 1);

    assertThat(result.findings()).isEmpty();
    assertThat(result.positions()).isEqualTo(2);
  }

  // What cannot be read.

  @Test
  void findsWhatCannotBeRead() {
    Audit audit = new Audit("alice", new Terms(Map.of(), false), 1);
    audit.brokenEntry("1-1", "kind=gift");
    audit.brokenAmount("USDT:balance", "much");
    audit.brokenDocument(History.Kind.POSITIONS, "pos_1", "no JSON");
    audit.endPass();

    assertThat(Books.told(audit.end(Map.of(), 0).findings()))
        .containsExactly(
            "entry " + LEDGER + "1-1 kind=gift an entry of a known kind",
            "readable " + ACCOUNT + "balance much an amount in 1e-8",
            "readable " + POSITIONS + "pos_1 no JSON a readable document");
  }

  @Test
  void refusesAnEntry_thatNoScriptWrites() {
    Map<String, String> right =
        Map.of(
            "key",
            "pos_1:open",
            "currency",
            "USDT",
            "kind",
            "open_fee",
            "amount_e8",
            "-1",
            "position",
            "pos_1");
    assertThat(LedgerEntry.of("1-1", right).amountE8()).isEqualTo(-1);

    for (Map.Entry<String, String> wrong :
        List.of(
            Map.entry("kind", "gift"),
            Map.entry("key", "pos_2:open"),
            Map.entry("amount_e8", "1.5"),
            Map.entry("currency", ""))) {
      Map<String, String> fields = new HashMap<>(right);
      fields.put(wrong.getKey(), wrong.getValue());
      assertThatThrownBy(() -> LedgerEntry.of("1-1", fields))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void keepsOnlyWhatIsWrongBothTimes() {
    books.move("1", "0", "1", "0");
    Audit.Result first = books.result(1);
    books.move("1", "0", "1", "1");

    Audit.Result confirmed = books.result(1).confirming(first);

    assertThat(Books.told(confirmed.findings()))
        .containsExactly("balance " + ACCOUNT + "balance 99891.26 99889.26");
  }
}
