package io.tickwire.common.cluster;

/** Addresses of the event bus. One per partition, never one per symbol. */
public final class Addresses {
  /** Publish of {@link io.tickwire.common.wire.Demand}. */
  public static final String DEMAND = "tickwire.demand";

  /** Publish of a feed's name: it has just come and knows of no demand. */
  public static final String DEMAND_CALL = "tickwire.demand.call";

  /** Request–reply of {@link io.tickwire.common.wire.RuleCommand}; any engine takes it. */
  public static final String COMMANDS = "tickwire.commands";

  /** Request–reply of {@link io.tickwire.common.wire.RuleQuery}; any engine answers. */
  public static final String QUERIES = "tickwire.queries";

  /** Publish of an empty message: the instruments in Redis have changed. */
  public static final String INSTRUMENTS = "tickwire.instruments";

  /** Publish of {@link io.tickwire.common.wire.FeedProgress} between feeds. */
  public static final String FEED_PROGRESS = "tickwire.feed.progress";

  /** Publish of {@link io.tickwire.common.wire.TickListening}. */
  public static final String LISTENING = "tickwire.listening";

  /** Request–reply of events for clients as JSON, one or a list; any gateway takes them. */
  public static final String PUBLISH_EVENTS = "tickwire.events.publish";

  private Addresses() {}

  /** Publish of {@link io.tickwire.common.wire.TickFrame}. */
  public static String ticks(int partition) {
    return "tickwire.ticks." + partition;
  }

  /** Send of {@link io.tickwire.common.wire.TickFrame} to one consumer, of any partition. */
  public static String ticksTo(String consumer) {
    return "tickwire.ticks.to." + consumer;
  }

  /** Publish of {@link io.tickwire.common.wire.TickFrame} with the newest prices only. */
  public static String quotes(int partition) {
    return "tickwire.quotes." + partition;
  }

  /** Send of {@link io.tickwire.common.wire.TickCredit} to one run of one feed. */
  public static String credits(long feedId) {
    return "tickwire.credits." + Long.toHexString(feedId);
  }

  /** Request–reply of {@link io.tickwire.common.wire.ReplayRequest} with one run of one feed. */
  public static String replay(long feedId) {
    return "tickwire.replay." + Long.toHexString(feedId);
  }

  /** Request–reply of {@link io.tickwire.common.wire.HighsLowsQuery} with the feed of a member. */
  public static String extremes(String member) {
    return "tickwire.extremes." + member;
  }

  /** Request–reply of {@link io.tickwire.common.wire.HistoryQuery} with the feed of a member. */
  public static String history(String member) {
    return "tickwire.history." + member;
  }

  /** Publish of {@link io.tickwire.common.wire.CommittedTransition}. */
  public static String executions(int partition) {
    return "tickwire.executions." + partition;
  }

  /** Request–reply of {@link io.tickwire.common.wire.RuleCommand} between engines. */
  public static String commands(int partition) {
    return "tickwire.commands." + partition;
  }
}
