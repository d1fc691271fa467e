package io.tickwire.rules.store;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.samples.SampleTrigger;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountStoreTest extends StoreTest {
  private static final long PAPER_E8 = 1_000;

  private Booking.Answer open(
      String id, long marginE8, long feeE8, long paperE8, @Nullable String clientId) {
    return await(
            accounts.open(
                new Booking.Opening(position(id, 1, clientId), marginE8, feeE8, paperE8, null)))
        .answer();
  }

  private AccountStore.Amounts usdt() {
    return Optional.ofNullable(await(accounts.amounts("alice")).get("USDT")).orElseThrow();
  }

  private Booking.Closing closing(String id, long marginE8, long grossE8, long feeE8) {
    return new Booking.Closing(
        held(id), closed(id, 3), marginE8, grossE8, feeE8, 0, execution("exe_" + id, id));
  }

  private Booking.Held held(String id) {
    Position open = position(id, 1, null);
    return await(accounts.held("alice", id)).orElse(new Booking.Held(open, Json.write(open)));
  }

  private static Position closed(String id, long version) {
    return position(id, version, null).change().status(PositionStatus.CLOSED).done();
  }

  private long ledgerSumE8() {
    return entries("tickwire:{u:alice}:ledger").stream()
        .mapToLong(entry -> Long.parseLong(entry.field("amount_e8")))
        .sum();
  }

  @Test
  void reservesAndBooks_whenTheBalanceCoversIt() {
    assertThat(open("pos_1", 600, 30, PAPER_E8, null)).isEqualTo(Booking.Answer.DONE);

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(970, 600, 370, -30));
    assertThat(ledgerSumE8()).isEqualTo(970);
  }

  @Test
  void coversExactlyWhatIsThere_andNotOneMore() {
    assertThat(open("pos_1", 971, 30, PAPER_E8, null)).isEqualTo(Booking.Answer.INSUFFICIENT);
    assertThat(open("pos_2", 970, 30, PAPER_E8, null)).isEqualTo(Booking.Answer.DONE);
    assertThat(open("pos_3", 0, 1, PAPER_E8, null)).isEqualTo(Booking.Answer.INSUFFICIENT);
    assertThat(usdt().availableE8()).isZero();
  }

  @Test
  void leavesNoTrace_whenRefused() {
    assertThat(open("pos_1", 1_000, 30, PAPER_E8, "mine")).isEqualTo(Booking.Answer.INSUFFICIENT);

    assertThat(await(redis.send(Request.cmd(Command.DBSIZE))).toLong()).isZero();
  }

  @Test
  void comparesExactly_beyondWhatADoubleHolds() {
    // 2^53 + 1 is the first whole number that a double cannot tell from its neighbour.
    long big = (1L << 53) + 1;
    assertThat(open("pos_1", big, 0, big - 1, null)).isEqualTo(Booking.Answer.INSUFFICIENT);
    assertThat(open("pos_2", big, 0, big, null)).isEqualTo(Booking.Answer.DONE);
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(big, big, 0, 0));
  }

  @Test
  void refusesAmounts_thatAnAccountCannotHold() {
    assertThatThrownBy(() -> open("pos_1", 1_000_000_000_000_000_000L, 0, PAPER_E8, null))
        .hasMessageContaining("out of range");
    assertThat(await(redis.send(Request.cmd(Command.DBSIZE))).toLong()).isZero();
  }

  @Test
  void opensOnce_whenRepeated() {
    open("pos_1", 600, 30, PAPER_E8, null);

    assertThat(open("pos_1", 600, 30, PAPER_E8, null)).isEqualTo(Booking.Answer.MINE);
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(970, 600, 370, -30));
  }

  @Test
  void namesTheFirst_whenTheClientIdIsUsed() {
    open("pos_1", 100, 1, PAPER_E8, "mine");

    Booking.Result again =
        await(
            accounts.open(
                new Booking.Opening(position("pos_2", 1, "mine"), 100, 1, PAPER_E8, null)));

    assertThat(again).isEqualTo(new Booking.Result(Booking.Answer.CLIENT_ID_USED, "pos_1"));
    assertThat(await(accounts.usedFor("alice", History.Kind.POSITIONS, "mine"))).contains("pos_1");
    assertThat(usdt().usedE8()).isEqualTo(100);
  }

  @Test
  void releasesAndBooks_whenClosed() {
    open("pos_1", 600, 30, PAPER_E8, null);

    await(accounts.close(closing("pos_1", 600, -100, 29)));

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(841, 0, 841, -159));
    assertThat(ledgerSumE8()).isEqualTo(841);
  }

  @Test
  void keepsTheFirstBooking_whenClosedAgainUnderAnotherExecution() {
    open("pos_1", 600, 30, PAPER_E8, null);
    Booking.Closed first = await(accounts.close(closing("pos_1", 600, 100, 29)));
    Booking.Closing another =
        new Booking.Closing(
            held("pos_1"), closed("pos_1", 9), 600, -500, 1, 0, execution("exe_x", "pos_1"));

    assertThat(await(accounts.close(another))).isEqualTo(first);
    assertThat(first.now().position()).isEqualTo(closed("pos_1", 3));
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(1_041, 0, 1_041, 41));
    assertThat(entries("tickwire:{u:alice}:ledger")).hasSize(4);
  }

  private Booking.Closing part(String execution, int number, Booking.Held before) {
    Position rest = before.position().change().reductions(number).version(1 + number).done();
    return new Booking.Closing(before, rest, 200, 50, 5, 0, execution(execution, "pos_1"));
  }

  @Test
  void booksEveryPartOnce_whateverIsRepeated() {
    open("pos_1", 600, 30, PAPER_E8, null);
    Booking.Closing first = part("exe_1", 1, held("pos_1"));
    assertThat(await(accounts.close(first)).booked()).isTrue();
    assertThat(await(accounts.close(first)).booked()).isTrue();
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(1_015, 400, 615, 15));

    await(accounts.close(part("exe_2", 2, held("pos_1"))));
    await(accounts.close(closing("pos_1", 200, 50, 5)));

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(1_105, 0, 1_105, 105));
    assertThat(ledgerSumE8()).isEqualTo(1_105);
    assertThat(entries("tickwire:{u:alice}:ledger").stream().map(entry -> entry.field("key")))
        .containsExactly(
            "USDT:paper",
            "pos_1:open",
            "pos_1:part:exe_1",
            "pos_1:part:exe_1",
            "pos_1:part:exe_2",
            "pos_1:part:exe_2",
            "pos_1:close",
            "pos_1:close");
  }

  @Test
  void booksNothing_whenThePositionMovedOnMeanwhile() {
    open("pos_1", 600, 30, PAPER_E8, null);
    Booking.Held before = held("pos_1");
    await(accounts.close(part("exe_1", 1, before)));

    Booking.Closed late = await(accounts.close(part("exe_2", 1, before)));

    assertThat(late.booked()).isFalse();
    assertThat(late.now().position().reductions()).isEqualTo(1);
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(1_015, 400, 615, 15));
  }

  @Test
  void letsTheHousePay_whatTheMarginDoesNot() {
    open("pos_1", 600, 30, PAPER_E8, null);

    await(
        accounts.close(
            new Booking.Closing(
                held("pos_1"),
                closed("pos_1", 3),
                600,
                -700,
                20,
                120,
                execution("exe_1", "pos_1"))));

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(370, 0, 370, -630));
    assertThat(ledgerSumE8()).isEqualTo(370);
    assertThat(entries("tickwire:{u:alice}:ledger"))
        .filteredOn(entry -> entry.field("kind").equals("insurance"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.field("amount_e8")).isEqualTo("120"));
  }

  private Booking.Funding funding(Booking.Held before, long amountE8, long timeMs) {
    Position paid = before.position().change().funding(Money.ofE8(amountE8)).done();
    return new Booking.Funding(before, paid, amountE8, timeMs);
  }

  @Test
  void paysFundingOncePerTime_outOfTheBalance() {
    open("pos_1", 600, 30, PAPER_E8, null);
    Booking.Funding first = funding(held("pos_1"), -7, 1_000);
    assertThat(await(accounts.pay(first)).booked()).isTrue();
    assertThat(await(accounts.pay(first)).booked()).isTrue();
    await(accounts.pay(funding(held("pos_1"), 2, 2_000)));

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(965, 600, 365, -35));
    assertThat(ledgerSumE8()).isEqualTo(965);
  }

  @Test
  void paysNoFunding_whenThePositionMovedOnOrIsClosed() {
    open("pos_1", 600, 30, PAPER_E8, null);
    Booking.Held before = held("pos_1");
    await(accounts.close(part("exe_1", 1, before)));
    assertThat(await(accounts.pay(funding(before, -7, 1_000))).booked()).isFalse();

    await(accounts.close(closing("pos_1", 400, 0, 0)));

    assertThat(await(accounts.pay(funding(held("pos_1"), -7, 1_000))).booked()).isTrue();
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(1_015, 0, 1_015, 15));
    assertThatThrownBy(
            () ->
                await(
                    accounts.pay(
                        funding(new Booking.Held(position("pos_2", 1, null), "{}"), -7, 1_000))))
        .hasMessageContaining("never opened");
  }

  @Test
  void closesNothing_thatWasNeverOpened() {
    assertThatThrownBy(() -> await(accounts.close(closing("pos_1", 600, 100, 29))))
        .hasMessageContaining("never opened");
    assertThat(await(redis.send(Request.cmd(Command.DBSIZE))).toLong()).isZero();
  }

  @Test
  void settlesTheTrigger_whicheverWayItsOpeningGoes() {
    Booking.FiredTrigger fired =
        new Booking.FiredTrigger(
            trigger("trg_1", TriggerStatus.EXECUTED, null),
            trigger("trg_1", TriggerStatus.REJECTED, null),
            execution("exe_1", "pos_1"));
    Booking.Opening tooMuch =
        new Booking.Opening(position("pos_1", 1, null), 1_000, 1, PAPER_E8, fired);
    await(accounts.register(trigger("trg_1", TriggerStatus.ARMED, null), 10));

    assertThat(await(accounts.open(tooMuch)).answer()).isEqualTo(Booking.Answer.INSUFFICIENT);
    assertThat(await(accounts.armedTriggers("alice"))).isZero();
    Booking.Opening affordableNow =
        new Booking.Opening(position("pos_1", 1, null), 1, 1, PAPER_E8, fired);
    assertThat(await(accounts.open(affordableNow)).answer()).isEqualTo(Booking.Answer.INSUFFICIENT);
    assertThat(
            await(new History(redis).find("alice", History.Kind.TRIGGERS, "trg_1", Trigger.class))
                .map(Trigger::status))
        .contains(TriggerStatus.REJECTED);
  }

  @Test
  void registersATriggerOnce_andNotTooMany() {
    Trigger first = trigger("trg_1", TriggerStatus.ARMED, "mine");

    assertThat(await(accounts.register(first, 1)).answer()).isEqualTo(Booking.Answer.DONE);
    assertThat(await(accounts.register(first, 1)).answer()).isEqualTo(Booking.Answer.MINE);
    assertThat(await(accounts.register(trigger("trg_2", TriggerStatus.ARMED, "mine"), 2)))
        .isEqualTo(new Booking.Result(Booking.Answer.CLIENT_ID_USED, "trg_1"));
    assertThat(await(accounts.register(trigger("trg_3", TriggerStatus.ARMED, null), 1)).answer())
        .isEqualTo(Booking.Answer.MAX_TRIGGERS);
    assertThat(await(accounts.armedTriggers("alice"))).isEqualTo(1);
  }

  private static Trigger inGroup(String id, String symbol, String group) {
    return SampleTrigger.of(id).symbol(symbol).group(group).done();
  }

  @Test
  void keepsAGroupOnOneSymbol_whileAnyOfItIsArmed() {
    Trigger first = inGroup("trg_1", "XBTUSDTM", "g");
    Trigger elsewhere = inGroup("trg_2", "ETH-USDT", "g");
    await(accounts.register(first, 10));

    assertThat(await(accounts.register(elsewhere, 10)))
        .isEqualTo(new Booking.Result(Booking.Answer.GROUP_ELSEWHERE, "XBTUSDTM"));
    assertThat(await(accounts.armedTriggers("alice"))).isEqualTo(1);
    assertThat(await(accounts.register(inGroup("trg_3", "XBTUSDTM", "g"), 10)).answer())
        .isEqualTo(Booking.Answer.DONE);
    assertThat(await(accounts.register(inGroup("trg_4", "ETH-USDT", "h"), 10)).answer())
        .isEqualTo(Booking.Answer.DONE);
    await(accounts.settle(first.as(TriggerStatus.CANCELLED, 2), null));
    await(accounts.settle(inGroup("trg_3", "XBTUSDTM", "g").as(TriggerStatus.CANCELLED, 2), null));
    assertThat(await(accounts.register(elsewhere, 10)).answer()).isEqualTo(Booking.Answer.DONE);
  }

  @Test
  void notesEachFiringOnce_andKeepsTheNewest_whateverTheirOrder() {
    History history = new History(redis);
    Trigger armed = trigger("trg_1", TriggerStatus.ARMED, null);
    await(accounts.register(armed, 10));
    Trigger second = armed.as(TriggerStatus.ARMED, 3).fired(30, 2, "exe_2");
    Trigger first = armed.as(TriggerStatus.ARMED, 2).fired(20, 1, "exe_1");

    await(accounts.noteFiring(second, execution("exe_2", "x")));
    await(accounts.noteFiring(first, execution("exe_1", "x")));
    await(accounts.noteFiring(second, execution("exe_2", "x")));

    assertThat(await(history.find("alice", History.Kind.TRIGGERS, "trg_1", Trigger.class)))
        .contains(second);
    assertThat(
            await(history.page("alice", History.Kind.EXECUTIONS, false, null, 10, JsonNode.class)))
        .hasSize(2);
    assertThat(await(accounts.armedTriggers("alice"))).isEqualTo(1);

    Trigger paused = armed.as(TriggerStatus.PAUSED, 4).fired(40, 3, "exe_3");
    await(accounts.settle(paused, execution("exe_3", "x")));
    await(accounts.noteFiring(second.as(TriggerStatus.ARMED, 9), execution("exe_4", "x")));

    assertThat(await(history.find("alice", History.Kind.TRIGGERS, "trg_1", Trigger.class)))
        .contains(paused);
    assertThat(await(accounts.armedTriggers("alice"))).isZero();
  }

  @Test
  void settlesATriggerOnce() {
    await(accounts.register(trigger("trg_1", TriggerStatus.ARMED, null), 10));
    Trigger executed = trigger("trg_1", TriggerStatus.EXECUTED, null);

    assertThat(await(accounts.settle(executed, execution("exe_1", "x")))).isEqualTo(executed);
    assertThat(await(accounts.settle(trigger("trg_1", TriggerStatus.CANCELLED, null), null)))
        .isEqualTo(executed);
    assertThat(await(accounts.armedTriggers("alice"))).isZero();
    assertThat(
            await(
                new History(redis)
                    .page(
                        "alice",
                        History.Kind.EXECUTIONS,
                        false,
                        null,
                        10,
                        io.tickwire.common.wire.Execution.class)))
        .hasSize(1);
  }

  @Test
  void keepsUsersApart_whateverTheirNames() {
    List<String> names = List.of("a", "a}:x", "ä", "a b");
    for (String name : names) {
      assertThat(new UserKeys(name).account()).matches("tickwire:\\{u:[^{}]+}:account");
    }
    assertThat(names.stream().map(name -> new UserKeys(name).account()).distinct()).hasSize(4);
  }
}
