package io.tickwire.push.session;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.protocol.ChannelRequest;
import io.tickwire.push.protocol.ClientFrame;
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
import org.jspecify.annotations.Nullable;

/** What one connection has subscribed to. Confined to its session. */
final class Subscriptions {
  private final SessionRules rules;
  private final Map<String, Channel> held = new LinkedHashMap<>();

  Subscriptions(SessionRules rules) {
    this.rules = rules;
  }

  /** The reply comes first, so that no event is seen before it. */
  List<SessionAction> subscribe(ClientFrame.Subscribe frame, Principal who) {
    List<SubscribedChannel> joined = new ArrayList<>();
    List<RejectedChannel> rejected = new ArrayList<>();
    List<SessionAction> actions = new ArrayList<>();
    for (ChannelRequest request : frame.channels()) {
      ChannelVerdict verdict = judge(request, who);
      if (verdict instanceof ChannelVerdict.Refused refused) {
        rejected.add(new RejectedChannel(request.channel(), refused.code(), refused.message()));
      } else {
        Channel channel = ((ChannelVerdict.Allowed) verdict).channel();
        held.put(channel.name(), channel);
        joined.add(reply(channel, request));
        actions.add(
            new SessionAction.Join(
                new Subscription(channel, request.filter(), intervalMs(request))));
      }
    }
    actions.add(
        0, new SessionAction.Send(new ServerFrame.Subscribed(frame.id(), joined, rejected)));
    return actions;
  }

  private ChannelVerdict judge(ChannelRequest request, Principal who) {
    String fault = request.fault();
    if (fault != null) {
      return new ChannelVerdict.Refused(ErrorCode.BAD_REQUEST, fault);
    }
    ChannelVerdict verdict = rules.channels().resolve(request.channel(), who);
    return verdict instanceof ChannelVerdict.Allowed allowed
            && !held.containsKey(allowed.channel().name())
            && held.size() >= rules.config().limits().maxSubscriptions()
        ? new ChannelVerdict.Refused(
            ErrorCode.TOO_MANY_SUBSCRIPTIONS, "this connection has all the subscriptions it may")
        : verdict;
  }

  private SubscribedChannel reply(Channel channel, ChannelRequest request) {
    return new SubscribedChannel(
        channel.name(),
        request.channel().equals(channel.name()) ? null : request.channel(),
        channel instanceof Channel.User ? rules.eventOffset().get() : null,
        false);
  }

  private int intervalMs(ChannelRequest request) {
    Integer asked = request.intervalMs();
    return asked == null ? (int) rules.config().limits().batchMs() : asked;
  }

  List<SessionAction> unsubscribe(ClientFrame.Unsubscribe frame, Principal who) {
    List<Channel> left = new ArrayList<>();
    for (String name : wanted(frame.channels())) {
      Channel channel = held.remove(name.equals("user:me") ? "user:" + who.user() : name);
      if (channel != null) {
        left.add(channel);
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
