package io.tickwire.common.wire;

import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/** Registers every codec on an event bus and names the one to send with. */
public final class Wire {
  /** Send {@link TickFrame} with these. */
  public static final DeliveryOptions TICKS = named(new TickFrameCodec().name());

  /** Send {@link Demand} with these. */
  public static final DeliveryOptions DEMAND = named(Demand.class);

  /** Send {@link RuleCommand} with these. */
  public static final DeliveryOptions COMMAND = named(RuleCommand.class).setSendTimeout(5_000);

  /** Send {@link RuleQuery} with these. */
  public static final DeliveryOptions QUERY = named(RuleQuery.class).setSendTimeout(5_000);

  /** Answer a command or a query with these. */
  public static final DeliveryOptions REPLY = named(RuleReply.class);

  /** Send {@link CommittedTransition} with these. */
  public static final DeliveryOptions TRANSITION = named(CommittedTransition.class);

  /** Send {@link FeedProgress} with these. */
  public static final DeliveryOptions PROGRESS = named(FeedProgress.class);

  /** Send {@link TickCredit} with these. */
  public static final DeliveryOptions CREDIT = named(TickCredit.class);

  /** Send {@link TickListening} with these. */
  public static final DeliveryOptions LISTENING = named(TickListening.class);

  /** Send {@link ReplayRequest} with these. */
  public static final DeliveryOptions REPLAY = named(ReplayRequest.class).setSendTimeout(2_000);

  /** Send {@link HighsLowsQuery} with these. */
  public static final DeliveryOptions HIGHS_LOWS_QUERY =
      named(HighsLowsQuery.class).setSendTimeout(2_000);

  /** Answer it with these. */
  public static final DeliveryOptions HIGHS_LOWS = named(HighsLows.class);

  /** Send {@link HistoryQuery} with these. */
  public static final DeliveryOptions HISTORY_QUERY =
      named(HistoryQuery.class).setSendTimeout(30_000);

  /** Answer it with these. */
  public static final DeliveryOptions HISTORY = named(new HistoryReplyCodec().name());

  private Wire() {}

  /** Call once per Vert.x instance, before anything is sent. */
  public static void register(EventBus bus) {
    bus.registerCodec(new TickFrameCodec());
    bus.registerCodec(new JsonRecordCodec<>(Demand.class));
    bus.registerCodec(new JsonRecordCodec<>(RuleCommand.class));
    bus.registerCodec(new JsonRecordCodec<>(RuleQuery.class));
    bus.registerCodec(new JsonRecordCodec<>(RuleReply.class));
    bus.registerCodec(new JsonRecordCodec<>(CommittedTransition.class));
    bus.registerCodec(new JsonRecordCodec<>(FeedProgress.class));
    bus.registerCodec(new JsonRecordCodec<>(TickCredit.class));
    bus.registerCodec(new JsonRecordCodec<>(TickListening.class));
    bus.registerCodec(new JsonRecordCodec<>(ReplayRequest.class));
    bus.registerCodec(new JsonRecordCodec<>(HighsLowsQuery.class));
    bus.registerCodec(new JsonRecordCodec<>(HighsLows.class));
    bus.registerCodec(new JsonRecordCodec<>(HistoryQuery.class));
    bus.registerCodec(new HistoryReplyCodec());
  }

  private static DeliveryOptions named(Class<?> type) {
    return named(new JsonRecordCodec<>(type).name());
  }

  private static DeliveryOptions named(String codec) {
    return new DeliveryOptions().setCodecName(codec);
  }
}
