package io.tickwire.rules.store;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script looks at the types of its keys before it writes. */
class ScriptTypesTest extends StoreTest {
  private static final String LEDGER = "tickwire:{u:alice}:ledger";
  private static final String BOOKED = "tickwire:{u:alice}:booked";

  static Stream<String> scripts() throws IOException, URISyntaxException {
    Path one = Path.of(Objects.requireNonNull(RuleStore.class.getResource("commit.lua")).toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(one.getParent()))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".lua") && !name.equals(Scripts.TYPES))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** As many as its first lines name. */
  private static List<String> keys(String script) throws IOException, URISyntaxException {
    Path file = Path.of(Objects.requireNonNull(RuleStore.class.getResource(script)).toURI());
    String source = Files.readString(file);
    String named = source.substring(source.indexOf("-- KEYS:"), source.indexOf("-- ARGV:"));
    int count = named.split(",", -1).length;
    return IntStream.range(0, count).mapToObj(i -> "tickwire:{p5}:key" + i).toList();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void refuses_aKeyOfAnotherType(String script) throws IOException, URISyntaxException {
    List<String> keys = keys(script);
    RedisScript run = Scripts.load(script);
    for (String damaged : keys) {
      empty();
      // No script keeps a list.
      await(redis.send(Request.cmd(Command.RPUSH).arg(damaged).arg("garbage")));

      assertThatThrownBy(() -> await(run.run(redis, keys, List.of())))
          .hasMessageContaining("WRONGTYPE " + damaged + " holds a list");
      assertThat(await(redis.send(Request.cmd(Command.DBSIZE))).toLong()).isEqualTo(1);
    }
  }

  private void opened() {
    Booking.Opening opening = new Booking.Opening(position("pos_1", 1, null), 600, 30, 1_000, null);
    assertThat(await(accounts.open(opening)).answer()).isEqualTo(Booking.Answer.DONE);
  }

  private Booking.Closing closing() {
    Booking.Held held = await(accounts.held("alice", "pos_1")).orElseThrow();
    return new Booking.Closing(
        held, position("pos_1", 3, null), 600, -100, 29, 0, execution("exe_1", "pos_1"));
  }

  private void rename(String key, String to) {
    await(redis.send(Request.cmd(Command.RENAME).arg(key).arg(to)));
  }

  @ParameterizedTest
  @MethodSource("moneyKeys")
  void movesMoneyOnce_whenItsKeyWasDamagedForAWhile(String key) {
    opened();
    Booking.Closing closing = closing();
    rename(key, key + ":away");
    await(redis.send(Request.cmd(Command.SET).arg(key).arg("garbage")));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> await(accounts.close(closing))).hasMessageContaining("WRONGTYPE");
    }
    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(970, 600, 370, -30));

    rename(key + ":away", key);
    await(accounts.close(closing));
    await(accounts.close(closing));

    assertThat(usdt()).isEqualTo(new AccountStore.Amounts(841, 0, 841, -159));
    assertThat(entries(LEDGER)).hasSize(4);
  }

  static Stream<String> moneyKeys() {
    return Stream.of(LEDGER, BOOKED, "tickwire:{u:alice}:positions:live");
  }

  private AccountStore.Amounts usdt() {
    return Objects.requireNonNull(await(accounts.amounts("alice")).get("USDT"));
  }

  @Test
  void movesNothing_whenTheAccountHoldsNoAmount() {
    opened();
    Booking.Closing closing = closing();
    await(
        redis.send(
            Request.cmd(Command.HSET)
                .arg("tickwire:{u:alice}:account")
                .arg("USDT:available")
                .arg("garbage")));

    assertThatThrownBy(() -> await(accounts.close(closing))).hasMessageContaining("out of range");

    assertThat(
            await(
                    redis.send(
                        Request.cmd(Command.HGET)
                            .arg("tickwire:{u:alice}:account")
                            .arg("USDT:used")))
                .toString())
        .isEqualTo("600");
  }

  @Test
  void notesNothing_whenTheVersionThatFiredIsNoNumber() {
    Trigger fired = trigger("trg_1", TriggerStatus.ARMED, null).fired(20, 1, "exe_1");
    await(redis.send(Request.cmd(Command.HSET).arg(BOOKED).arg("trg_1:fired").arg("garbage")));

    assertThatThrownBy(() -> await(accounts.noteFiring(fired, execution("exe_1", "x"))))
        .hasMessageContaining("ERR");

    assertThat(await(redis.send(Request.cmd(Command.DBSIZE))).toLong()).isEqualTo(1);
  }
}
