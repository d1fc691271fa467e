package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.store.AccountStore;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Something else stands where a user's ledger was, until somebody puts it back. */
class DamagedLedgerTest extends EngineTest {
  private static final String LEDGER = "tickwire:{u:alice}:ledger";

  private AccountStore.Amounts usdt() {
    return Objects.requireNonNull(await(new AccountStore(redis).amounts("alice")).get("USDT"));
  }

  private void rename(String key, String to) {
    await(redis.send(Request.cmd(Command.RENAME).arg(key).arg(to)));
  }

  @Test
  void isBookedOnce_whenTheLedgerIsRepaired() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    Position position = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", null));
    engine.armed(1);
    AccountStore.Amounts opened = usdt();
    rename(LEDGER, LEDGER + ":away");
    await(redis.send(Request.cmd(Command.SET).arg(LEDGER).arg("garbage")));
    long before = refused();

    feed.trade(Engine.LIN, "59000.0");
    Engine.eventually("tried", () -> refused() >= before + 3);

    assertThat(usdt()).isEqualTo(opened);
    assertThat(bookedClose(position)).isFalse();

    rename(LEDGER + ":away", LEDGER);
    engine.closed("alice", position.id());

    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99892.86");
    assertThat(engine.entries(LEDGER)).hasSize(4);
    assertThat(bookedClose(position)).isTrue();
  }

  /** How often Redis has answered anybody that a key holds something else. */
  private long refused() {
    String stats = await(redis.send(Request.cmd(Command.INFO).arg("errorstats"))).toString();
    Matcher count = Pattern.compile("errorstat_WRONGTYPE:count=(\\d+)").matcher(stats);
    return count.find() ? Long.parseLong(count.group(1)) : 0;
  }

  private boolean bookedClose(Position position) {
    Request exists =
        Request.cmd(Command.HEXISTS).arg("tickwire:{u:alice}:booked").arg(position.id() + ":close");
    return await(redis.send(exists)).toInteger() == 1;
  }
}
