package io.tickwire.push.session;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.protocol.ChannelRequest;
import io.tickwire.push.protocol.ClientFrame;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrame.RejectedChannel;
import io.tickwire.push.protocol.ServerFrame.SubscribedChannel;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelVerdict;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one connection has subscribed to. Confined to its session. */
final class Subscriptions {
  /** Of all filters of a connection together. */
  private static final int MOST_VALUES = 20_000;

  /** The clocks of Redis and of this process differ by less. */
  private static final long CLOCKS_MS = 10_000;

  private static final Offset NOTHING_YET = new Offset(0, 0);

  private final SessionRules rules;
  private final Map<String, Missed> held = new LinkedHashMap<>(Channel.FEW);
  private final SubscriptionShare share;
  private @Nullable Watch watch;
  private int values;

  /**
   * A subscription to the user's list, of which there is one at most.
   *
   * @param parts what it brings along, by the keys of their channels
   */
  private record Watch(
      Channel.Watchlist list, Subscription asked, Map<String, Subscription> parts) {}

  Subscriptions(SessionRules rules) {
    this.rules = rules;
    this.share = new SubscriptionShare(rules.allowance());
  }

  /** Whether the event log has come to where the client has been, and the list is known. */
  boolean isReady(ClientFrame.Subscribe frame, Principal who, long nowMs) {
    for (ChannelRequest request : frame.channels()) {
      String asked = request.since();
      Offset since = asked == null ? null : Offset.parse(asked);
      if (since != null && isAhead(since, nowMs)) {
        return false;
      }
      if (rules.channels().resolve(request.channel(), who) instanceof ChannelVerdict.Allowed allowed
          && allowed.channel() instanceof Channel.Watchlist list
          && rules.watched().symbols(list.user()) == null) {
        return false;
      }
    }
    return true;
  }

  /** What lies further in the future is of another log, and will not come. */
  private boolean isAhead(Offset since, long nowMs) {
    Offset newest = rules.history().newest();
    return newest == null || (since.compareTo(newest) > 0 && since.ms() <= nowMs + CLOCKS_MS);
  }

  /**
   * The reply comes first, then what was missed, then what is to come. What comes twice in a
   * message is joined as it comes last.
   */
  List<SessionAction> subscribe(ClientFrame.Subscribe frame, Principal who) {
    Map<String, SubscribedChannel> joined = new LinkedHashMap<>();
    Map<String, Missed> missed = new LinkedHashMap<>();
    Map<String, List<SessionAction>> joins = new LinkedHashMap<>();
    List<RejectedChannel> rejected = new ArrayList<>();
    List<SessionAction> actions = new ArrayList<>();
    for (ChannelRequest request : frame.channels()) {
      ChannelVerdict verdict = judge(request, who);
      if (verdict instanceof ChannelVerdict.Refused refused) {
        rejected.add(new RejectedChannel(request.channel(), refused.code(), refused.message()));
        continue;
      }
      Channel channel = ((ChannelVerdict.Allowed) verdict).channel();
      Limit over = take(channel.name(), request.filter().size(), who);
      if (over != null) {
        rejected.add(
            new RejectedChannel(
                request.channel(), ErrorCode.TOO_MANY_SUBSCRIPTIONS, over.reason()));
        actions.add(new SessionAction.Limited(over));
        continue;
      }
      Subscription subscription = new Subscription(channel, request.filter(), intervalMs(request));
      List<SessionAction> joining = List.of(new SessionAction.Join(subscription));
      Subscription logged = subscription;
      if (channel instanceof Channel.Watchlist list) {
        joining = watch(list, subscription);
        logged = logged(subscription);
      }
      Offset since = since(request, logged);
      hold(logged, channel.name());
      missed.remove(channel.name());
      if (since != null) {
        missed.put(channel.name(), new Missed(logged, since));
      }
      joined.put(channel.name(), reply(channel, request, since != null));
      joins.put(channel.name(), joining);
    }
    actions.add(
        new SessionAction.Send(
            new ServerFrame.Subscribed(frame.id(), List.copyOf(joined.values()), rejected)));
    if (!missed.isEmpty()) {
      actions.add(
          new SessionAction.Replay(List.copyOf(missed.values()), heldBesides(joined.keySet())));
    }
    joins.values().forEach(actions::addAll);
    return actions;
  }

  /** Number of channels. */
  int size() {
    return held.size();
  }

  /** Gives back what others of the user may have instead. */
  void end() {
    share.giveBackAll();
  }

  /** Replaces what a subscription to the list has brought along before. */
  private List<SessionAction> watch(Channel.Watchlist list, Subscription asked) {
    Watch before = watch;
    Watch after = new Watch(list, asked, parts(list, asked));
    watch = after;
    List<SessionAction> actions = new ArrayList<>();
    if (before == null) {
      actions.add(new SessionAction.Join(asked));
    } else {
      leaveAllBut(after.parts().keySet(), before, actions);
    }
    after.parts().values().forEach(part -> actions.add(new SessionAction.Join(part)));
    return actions;
  }

  private static void leaveAllBut(Set<String> kept, Watch before, List<SessionAction> actions) {
    before
        .parts()
        .forEach(
            (key, part) -> {
              if (!kept.contains(key)) {
                actions.add(new SessionAction.Leave(part.channel()));
              }
            });
  }

  private Map<String, Subscription> parts(Channel.Watchlist list, Subscription asked) {
    List<String> symbols = rules.watched().symbols(list.user());
    Map<String, Subscription> parts = new LinkedHashMap<>();
    if (symbols == null || symbols.isEmpty()) {
      return parts;
    }
    List<Channel> channels = new ArrayList<>();
    symbols.forEach(symbol -> channels.add(new Channel.WatchedMarket(symbol)));
    for (Channel channel : channels) {
      parts.put(channel.key(), new Subscription(channel, asked.filter(), asked.intervalMs()));
    }
    List<Filter.Condition> conditions = new ArrayList<>(asked.filter().conditions());
    conditions.add(new Filter.OneOf("symbol", symbols));
    Channel signals = new Channel.WatchedSignals();
    parts.put(signals.key(), new Subscription(signals, new Filter(conditions), asked.intervalMs()));
    return parts;
  }

  /** The part that the log has events of; of an empty list, the list itself, which has none. */
  private Subscription logged(Subscription asked) {
    Watch now = watch;
    Subscription signals = now == null ? null : now.parts().get(new Channel.WatchedSignals().key());
    return signals == null ? asked : signals;
  }

  /** The list was edited: follows it. */
  List<SessionAction> onWatchlist() {
    Watch before = watch;
    if (before == null || rules.watched().symbols(before.list().user()) == null) {
      return List.of();
    }
    Watch after = new Watch(before.list(), before.asked(), parts(before.list(), before.asked()));
    watch = after;
    hold(logged(before.asked()), before.list().name());
    List<SessionAction> actions = new ArrayList<>();
    leaveAllBut(after.parts().keySet(), before, actions);
    after
        .parts()
        .forEach(
            (key, part) -> {
              if (!part.equals(before.parts().get(key))) {
                actions.add(new SessionAction.Join(part));
              }
            });
    return actions;
  }

  private void hold(Subscription subscription, String channel) {
    Offset newest = rules.history().newest();
    Missed before =
        held.put(channel, new Missed(subscription, newest == null ? NOTHING_YET : newest));
    values += subscription.filter().size();
    values -= before == null ? 0 : before.subscription().filter().size();
  }

  private List<Missed> heldBesides(Set<String> channels) {
    return held.entrySet().stream()
        .filter(other -> !channels.contains(other.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Null when there is nothing to recover, or it cannot be. */
  private @Nullable Offset since(ChannelRequest request, Subscription subscription) {
    String asked = request.since();
    Offset since = asked == null ? null : Offset.parse(asked);
    return since != null && hasHistory(subscription.channel()) && rules.history().reaches(since)
        ? since
        : null;
  }

  private static boolean hasHistory(Channel channel) {
    return channel.quotedSymbol() == null;
  }

  private ChannelVerdict judge(ChannelRequest request, Principal who) {
    String fault = request.fault();
    if (fault != null) {
      return new ChannelVerdict.Refused(ErrorCode.BAD_REQUEST, fault);
    }
    ChannelVerdict verdict = rules.channels().resolve(request.channel(), who);
    if (verdict instanceof ChannelVerdict.Allowed allowed
        && allowed.channel() instanceof Channel.Watchlist list
        && rules.watched().symbols(list.user()) == null) {
      return new ChannelVerdict.Refused(ErrorCode.UNAVAILABLE, "the watch list cannot be read now");
    }
    return verdict;
  }

  /**
   * @param more values of its filter
   * @return what forbids it; null when it counts from now on
   */
  private @Nullable Limit take(String name, int more, Principal who) {
    if (isTooMuch(name, more)) {
      return Limit.SUBSCRIPTIONS;
    }
    return held.containsKey(name) ? null : share.take(who.user());
  }

  /** Filters cost memory by their values, so these have a limit of their own. */
  private boolean isTooMuch(String channel, int more) {
    Missed before = held.get(channel);
    int after = values + more - (before == null ? 0 : before.subscription().filter().size());
    return (before == null && held.size() >= rules.config().limits().maxSubscriptions())
        || after > MOST_VALUES;
  }

  private SubscribedChannel reply(Channel channel, ChannelRequest request, boolean recovered) {
    Offset newest = rules.history().newest();
    return new SubscribedChannel(
        channel.name(),
        request.channel().equals(channel.name()) ? null : request.channel(),
        newest != null && hasHistory(channel) ? newest.toString() : null,
        recovered);
  }

  private int intervalMs(ChannelRequest request) {
    Integer asked = request.intervalMs();
    return asked == null ? (int) rules.config().limits().batchMs() : asked;
  }

  List<SessionAction> unsubscribe(ClientFrame.Unsubscribe frame, Principal who) {
    List<String> left = new ArrayList<>();
    List<SessionAction> actions = new ArrayList<>();
    for (String name : wanted(frame.channels())) {
      String own = own(name, who);
      Missed before = held.remove(own);
      if (before != null) {
        values -= before.subscription().filter().size();
        share.giveBackOne();
        left.add(own);
        actions.addAll(leave(own, before.subscription().channel()));
      }
    }
    actions.add(new SessionAction.Send(new ServerFrame.Unsubscribed(frame.id(), left)));
    return actions;
  }

  private List<SessionAction> leave(String name, Channel channel) {
    Watch now = watch;
    if (now == null || !now.list().name().equals(name)) {
      return List.of(new SessionAction.Leave(channel));
    }
    watch = null;
    List<SessionAction> actions = new ArrayList<>();
    leaveAllBut(Set.of(), now, actions);
    actions.add(new SessionAction.Leave(now.list()));
    return actions;
  }

  /** The name that what is called {@code me} has. */
  private static String own(String name, Principal who) {
    return switch (name) {
      case "user:me" -> new Channel.User(who.user()).name();
      case "watchlist:me" -> new Channel.Watchlist(who.user()).name();
      default -> name;
    };
  }

  private List<String> wanted(@Nullable List<String> named) {
    return named == null ? List.copyOf(held.keySet()) : named;
  }
}
