package io.tickwire.push.session;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.protocol.ChannelRequest;
import io.tickwire.push.protocol.ClientFrame;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrame.RejectedChannel;
import io.tickwire.push.protocol.ServerFrame.SubscribedChannel;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelVerdict;
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
  private final Map<String, Missed> held = new LinkedHashMap<>();
  private int values;

  Subscriptions(SessionRules rules) {
    this.rules = rules;
  }

  /** Whether the event log has come to where the client has been, elsewhere. */
  boolean isReady(ClientFrame.Subscribe frame, Principal who, long nowMs) {
    for (ChannelRequest request : frame.channels()) {
      String asked = request.since();
      Offset since = asked == null ? null : Offset.parse(asked);
      if (since != null && isAhead(since, nowMs)) {
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
    Map<String, SessionAction> joins = new LinkedHashMap<>();
    List<RejectedChannel> rejected = new ArrayList<>();
    for (ChannelRequest request : frame.channels()) {
      ChannelVerdict verdict = judge(request, who);
      if (verdict instanceof ChannelVerdict.Refused refused) {
        rejected.add(new RejectedChannel(request.channel(), refused.code(), refused.message()));
        continue;
      }
      Channel channel = ((ChannelVerdict.Allowed) verdict).channel();
      Subscription subscription = new Subscription(channel, request.filter(), intervalMs(request));
      Offset since = since(request, subscription);
      hold(subscription);
      missed.remove(channel.name());
      if (since != null) {
        missed.put(channel.name(), new Missed(subscription, since));
      }
      joined.put(channel.name(), reply(channel, request, since != null));
      joins.put(channel.name(), new SessionAction.Join(subscription));
    }
    List<SessionAction> actions = new ArrayList<>();
    actions.add(
        new SessionAction.Send(
            new ServerFrame.Subscribed(frame.id(), List.copyOf(joined.values()), rejected)));
    if (!missed.isEmpty()) {
      actions.add(
          new SessionAction.Replay(List.copyOf(missed.values()), heldBesides(joined.keySet())));
    }
    actions.addAll(joins.values());
    return actions;
  }

  private void hold(Subscription subscription) {
    Offset newest = rules.history().newest();
    Missed before =
        held.put(
            subscription.channel().name(),
            new Missed(subscription, newest == null ? NOTHING_YET : newest));
    values += subscription.filter().size();
    values -= before == null ? 0 : before.subscription().filter().size();
  }

  private List<Missed> heldBesides(Set<String> channels) {
    return held.values().stream()
        .filter(other -> !channels.contains(other.subscription().channel().name()))
        .toList();
  }

  /** Null when there is nothing to recover, or it cannot be. */
  private @Nullable Offset since(ChannelRequest request, Subscription subscription) {
    String asked = request.since();
    Offset since = asked == null ? null : Offset.parse(asked);
    return since != null
            && hasHistory(subscription.channel())
            && rules.history().reaches(subscription, since)
        ? since
        : null;
  }

  private static boolean hasHistory(Channel channel) {
    return !(channel instanceof Channel.Market);
  }

  private ChannelVerdict judge(ChannelRequest request, Principal who) {
    String fault = request.fault();
    if (fault != null) {
      return new ChannelVerdict.Refused(ErrorCode.BAD_REQUEST, fault);
    }
    ChannelVerdict verdict = rules.channels().resolve(request.channel(), who);
    return verdict instanceof ChannelVerdict.Allowed allowed
            && isTooMuch(allowed.channel().name(), request.filter().size())
        ? new ChannelVerdict.Refused(
            ErrorCode.TOO_MANY_SUBSCRIPTIONS, "this connection has all the subscriptions it may")
        : verdict;
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
    List<Channel> left = new ArrayList<>();
    for (String name : wanted(frame.channels())) {
      Missed before = held.remove(name.equals("user:me") ? "user:" + who.user() : name);
      if (before != null) {
        values -= before.subscription().filter().size();
        left.add(before.subscription().channel());
      }
    }
    List<SessionAction> actions = new ArrayList<>();
    left.forEach(channel -> actions.add(new SessionAction.Leave(channel)));
    actions.add(
        new SessionAction.Send(
            new ServerFrame.Unsubscribed(frame.id(), left.stream().map(Channel::name).toList())));
    return actions;
  }

  private List<String> wanted(@Nullable List<String> named) {
    return named == null ? List.copyOf(held.keySet()) : named;
  }
}
