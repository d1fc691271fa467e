package io.tickwire.rules.samples;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An armed alert of alice's, above 65,000 on the last price, or what a test makes of it. */
public final class SampleTrigger {
  public static final TriggerAction ALERT =
      new TriggerAction(null, new TriggerAction.Alert("look"));

  private final String id;
  private String user = "alice";
  private String symbol = "XBTUSDTM";
  private Condition condition = Condition.ABOVE;
  private BigDecimal price = new BigDecimal("65000");
  private PriceSource source = PriceSource.LAST;
  private TriggerAction action = ALERT;
  private @Nullable Long expiresAt;
  private @Nullable Repeat repeat;
  private @Nullable String group;
  private @Nullable String clientId;
  private TriggerStatus status = TriggerStatus.ARMED;
  private long createdAt = 1_000;

  private SampleTrigger(String id) {
    this.id = id;
  }

  public static SampleTrigger of(String id) {
    return new SampleTrigger(id);
  }

  public SampleTrigger user(String value) {
    user = value;
    return this;
  }

  public SampleTrigger symbol(String value) {
    symbol = value;
    return this;
  }

  public SampleTrigger on(Condition value, BigDecimal at) {
    condition = value;
    price = at;
    return this;
  }

  public SampleTrigger on(Condition value, String at) {
    return on(value, new BigDecimal(at));
  }

  public SampleTrigger source(PriceSource value) {
    source = value;
    return this;
  }

  public SampleTrigger action(TriggerAction value) {
    action = value;
    return this;
  }

  public SampleTrigger expiresAt(@Nullable Long value) {
    expiresAt = value;
    return this;
  }

  public SampleTrigger repeat(@Nullable Repeat value) {
    repeat = value;
    return this;
  }

  public SampleTrigger group(@Nullable String value) {
    group = value;
    return this;
  }

  public SampleTrigger clientId(@Nullable String value) {
    clientId = value;
    return this;
  }

  public SampleTrigger status(TriggerStatus value) {
    status = value;
    return this;
  }

  public SampleTrigger createdAt(long value) {
    createdAt = value;
    return this;
  }

  public Trigger done() {
    return new Trigger(
        id, user, symbol, condition, price, source, action, expiresAt, repeat, group, status, 1,
        createdAt, null, 0, null, clientId, null);
  }
}
