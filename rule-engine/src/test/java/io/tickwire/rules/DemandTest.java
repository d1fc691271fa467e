package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.Trigger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an engine tells the feeds. */
class DemandTest extends EngineTest {
  private static final String NODE = "engine-a/rules";

  /** It repeats itself so seldom that a test sees only what a change made it say. */
  private Engine startTaciturn() {
    return start(new LocalMembers("engine-a"), Map.of("rules.demand-ttl", "10m"));
  }

  @Test
  void armsItsDemand_whenARuleWaits() {
    Engine engine = startTaciturn();
    feed.trade(Engine.LIN, "60000.0");

    engine.created(Engine.alert("alice", Condition.BELOW, "59000"));

    Engine.eventually("armed", () -> feed.armed(NODE).contains(Engine.LIN));
    assertThat(feed.demanded(NODE)).containsExactly(Engine.LIN);
  }

  @Test
  void wantsWithoutArming_whenOnlyThePriceWasAskedFor() {
    Engine engine = startTaciturn();
    feed.trade(Engine.LIN, "60000.0");

    engine.refused(Engine.open("alice", Side.LONG, "100000000", null, null));

    Engine.eventually("wanted", () -> feed.demanded(NODE).contains(Engine.LIN));
    assertThat(feed.armed(NODE)).isEmpty();
  }

  @Test
  void saysItsDemandAgain_whenAFeedCalls() {
    Engine engine = startTaciturn();
    feed.trade(Engine.LIN, "60000.0");
    engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    Engine.eventually("armed", () -> feed.armed(NODE).contains(Engine.LIN));
    feed.forgetDemand();

    feed.call();

    Engine.eventually("armed again", () -> feed.armed(NODE).contains(Engine.LIN));
  }

  @Test
  void disarmsItsDemand_whenTheLastRuleEnds() {
    Engine engine = startTaciturn();
    feed.trade(Engine.LIN, "60000.0");
    Trigger trigger = engine.created(Engine.alert("alice", Condition.BELOW, "59000"));
    Engine.eventually("armed", () -> feed.armed(NODE).contains(Engine.LIN));

    engine.send(new RuleCommand.CancelTrigger(trigger.id(), "alice"));

    Engine.eventually("not armed", () -> feed.armed(NODE).isEmpty());
  }
}
