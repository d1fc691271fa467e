package io.tickwire.feed.socket;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.VenueFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps what a socket says and holds it to its word: covered and interrupted alternate, only for
 * what is desired, and what the exchange sends while a topic is covered arrives or the topic is
 * interrupted.
 */
final class Ledger implements SocketListener {
  final List<String> events = new ArrayList<>();
  final List<LossReason> losses = new ArrayList<>();
  final List<Integer> limits = new ArrayList<>();
  final List<Topic> silent = new ArrayList<>();
  final List<String> broken = new ArrayList<>();
  private final Set<Topic> desired = new HashSet<>();
  private final Set<Topic> covered = new HashSet<>();
  private final Map<Topic, Map<Long, Long>> owed = new HashMap<>();
  long ticks;

  /** What the feed does about a full socket, from within the call. */
  Runnable onLimit = () -> {};

  /** What may be spoken of from now on. */
  void desire(Collection<Topic> topics) {
    desired.clear();
    desired.addAll(topics);
    covered.retainAll(desired);
    owed.keySet().retainAll(desired);
  }

  /** The exchange has sent a trade of this topic. */
  void published(Topic topic, long sequence, long nowMs) {
    if (covered.contains(topic)) {
      owed.computeIfAbsent(topic, t -> new TreeMap<>()).put(sequence, nowMs);
    }
  }

  /** Trades of covered topics from before that time that neither came nor were interrupted. */
  List<String> overdue(long beforeMs) {
    List<String> overdue = new ArrayList<>();
    owed.forEach(
        (topic, open) ->
            open.forEach(
                (sequence, atMs) -> {
                  if (atMs < beforeMs) {
                    overdue.add(topic.symbol() + "#" + sequence + " of " + atMs + " ms");
                  }
                }));
    return overdue;
  }

  Set<Topic> covered() {
    return covered;
  }

  @Override
  public void onTick(ExchangeSocket socket, Tick tick) {
    ticks++;
    if (tick.kind() == TickKind.TRADE) {
      Topic topic = new Topic("/market/match", tick.symbol(), TickKind.TRADE);
      Map<Long, Long> open = owed.get(topic);
      if (open != null) {
        open.remove(tick.sequence());
      }
    }
  }

  @Override
  public void onRejected(ExchangeSocket socket, VenueFrame.Rejected rejected) {
    events.add("rejected " + rejected.reason());
  }

  @Override
  public void onStateChange(ExchangeSocket socket) {
    events.add("state " + socket.state());
  }

  @Override
  public void onLoss(ExchangeSocket socket, LossReason reason) {
    losses.add(reason);
  }

  @Override
  public void onCovered(ExchangeSocket socket, Collection<Topic> topics) {
    for (Topic topic : topics) {
      if (!desired.contains(topic) || !covered.add(topic)) {
        broken.add("covered out of turn: " + topic);
      }
    }
  }

  @Override
  public void onInterrupted(ExchangeSocket socket, Collection<Topic> topics) {
    for (Topic topic : topics) {
      owed.remove(topic);
      if (!desired.contains(topic) || !covered.remove(topic)) {
        broken.add("interrupted out of turn: " + topic);
      }
    }
    events.add("interrupted " + topics.size());
  }

  @Override
  public void onTopicLimit(ExchangeSocket socket, int topics) {
    limits.add(topics);
    onLimit.run();
  }

  @Override
  public void onSilent(ExchangeSocket socket, Topic topic) {
    silent.add(topic);
  }
}
