package io.tickwire.push.http;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.market.MarketWatch;
import io.tickwire.push.market.QuoteListener;
import io.tickwire.push.profile.WatchlistView;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelRules;
import io.tickwire.push.subscription.Subscription;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channels that one session listens to. Has their quotes watched as long as somebody on the
 * event loop wants them, follows the user's list, and counts. Confined to the event loop.
 */
final class JoinedChannels {
  /** Where the events of one event loop come from. */
  record Sources(
      Context context,
      ChannelRules channels,
      MarketWatch market,
      QuoteListener listener,
      WatchlistView watchlists,
      PushMetrics metrics) {}

  /** Whom they go to. */
  interface Receiver {
    void join(Subscription subscription);

    /**
     * @return whether nobody on this event loop listens to the channel any more
     */
    boolean leave(Channel channel);

    /** The state of things when it has joined, if its filter wants it. */
    void snapshot(Publication quote);

    /** Quotes of the symbol will not be listened to any more. */
    default void letGo(String symbol) {}
  }

  private final Sources sources;
  private final Receiver receiver;
  private final Runnable onWatchlist;
  private final Map<String, Subscription> joined = new HashMap<>(Channel.FEW);

  /** How many channels' newest quotes are still being looked up, perhaps in vain. */
  private int awaited;

  /**
   * @param onWatchlist is run when a list that was joined was edited
   */
  JoinedChannels(Sources sources, Receiver receiver, Runnable onWatchlist) {
    this.sources = sources;
    this.receiver = receiver;
    this.onWatchlist = onWatchlist;
  }

  /** Adds a channel, or replaces how it is listened to. */
  void join(Subscription subscription) {
    Channel channel = subscription.channel();
    if (joined.put(channel.key(), subscription) == null) {
      count(channel, 1);
    }
    if (channel instanceof Channel.Watchlist list) {
      sources.watchlists().follow(list.user(), onWatchlist);
      return;
    }
    receiver.join(subscription);
    String symbol = channel.quotedSymbol();
    if (symbol != null) {
      awaited++;
      sources.market().watch(symbol, sources.listener(), quote -> snapshot(channel, quote));
    }
  }

  private void snapshot(Channel channel, @Nullable Publication quote) {
    sources
        .context()
        .runOnContext(
            ignored -> {
              awaited--;
              Subscription held = joined.get(channel.key());
              if (quote != null && held != null && held.wants(quote.fields())) {
                receiver.snapshot(quote);
              }
            });
  }

  /** Whether a snapshot may still come; not for long, since each is looked up in this process. */
  boolean awaitsSnapshots() {
    return awaited > 0;
  }

  private void count(Channel channel, int change) {
    if (channel.isAskedFor()) {
      sources.metrics().subscribers(sources.channels().family(channel), change);
    }
  }

  void leave(Channel channel) {
    if (joined.remove(channel.key()) != null) {
      count(channel, -1);
    }
    if (channel instanceof Channel.Watchlist list) {
      sources.watchlists().unfollow(list.user(), onWatchlist);
      return;
    }
    boolean last = receiver.leave(channel);
    String symbol = channel.quotedSymbol();
    if (last && symbol != null) {
      receiver.letGo(symbol);
      sources.market().unwatch(symbol, sources.listener());
    }
  }

  void leaveAll() {
    List.copyOf(joined.values()).forEach(held -> leave(held.channel()));
  }
}
