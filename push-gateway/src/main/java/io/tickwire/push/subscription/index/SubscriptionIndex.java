package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an event to all who want it: by channel, by channels with wildcards, by filters. A look-up
 * names each subscriber once, however many of its subscriptions match, and makes no objects.
 *
 * <p>Subscribers, subscriptions, channels and values are numbers; those of what is gone are given
 * out again. A change costs as much as its filter is long; a look-up as many probes as the event
 * has values and pairs of them, then what it takes to verify those found, see {@link Postings}. Not
 * thread-safe: one per event loop.
 *
 * @param <S> a subscriber
 */
public final class SubscriptionIndex<S> {
  private static final int NONE = IdTable.NONE;
  private static final int[] NO_CODE = {};

  private final Names topics = new Names();
  private final Names atoms = new Names();
  private final Patterns patterns = new Patterns();
  private final Records records = new Records();
  private final Postings postings;
  private final EventAtoms event = new EventAtoms();

  private final List<@Nullable S> subscribers = new ArrayList<>();
  private final IntBag freeSubscribers = new IntBag();
  private int[] seenAt = new int[16];
  private int[] resultOf = new int[16];
  private int epoch;

  private int[] countOf = new int[16];

  private final IntBag topicsFound = new IntBag();
  private final Candidates candidates = new Candidates();
  private final IntBag matched = new IntBag();
  private final IntBag matchedIntervals = new IntBag();

  public SubscriptionIndex() {
    this(Postings.CROWDED);
  }

  /** With few to a crowd, a small index takes all the ways that a great one takes. */
  SubscriptionIndex(int crowded) {
    this.postings = new Postings(atoms, records, crowded);
  }

  /**
   * Makes a subscriber known.
   *
   * @return its number here
   */
  public int enter(S subscriber) {
    if (freeSubscribers.size() > 0) {
      int number = freeSubscribers.removeLast();
      subscribers.set(number, subscriber);
      return number;
    }
    int number = subscribers.size();
    subscribers.add(subscriber);
    if (number >= seenAt.length) {
      seenAt = Arrays.copyOf(seenAt, Growth.of(number));
      resultOf = Arrays.copyOf(resultOf, Growth.of(number));
    }
    return number;
  }

  /** Forgets a subscriber, all of whose subscriptions were removed before. */
  public void leave(int subscriber) {
    subscribers.set(subscriber, null);
    freeSubscribers.add(subscriber);
  }

  /**
   * Adds a subscription.
   *
   * @param channel a name, or a pattern with {@code *} for one segment in the middle or any rest at
   *     the end
   * @param intervalMs is told with each match
   * @return its number here, for {@link #remove}
   */
  public int add(int subscriber, String channel, Filter filter, int intervalMs) {
    int[] code = filter.conditions().isEmpty() ? NO_CODE : Conditions.encode(filter, atoms);
    return postings.add(subscriber, intervalMs, topic(channel), code);
  }

  private int topic(String channel) {
    int topic = topics.acquire(channel, null);
    if (topic >= countOf.length) {
      countOf = Arrays.copyOf(countOf, Growth.of(topic));
    }
    if (countOf[topic]++ == 0 && Patterns.isPattern(channel)) {
      patterns.add(channel, topic);
    }
    return topic;
  }

  public void remove(int subscription) {
    int topic = records.topic(subscription);
    Conditions.release(
        records.chunk(subscription),
        Records.codeFrom(subscription),
        records.codeTo(subscription),
        atoms);
    postings.remove(subscription);
    String channel = topics.name(topic);
    if (--countOf[topic] == 0 && channel != null && Patterns.isPattern(channel)) {
      patterns.remove(channel);
    }
    topics.release(topic);
  }

  /** Number of subscriptions to a channel, or to a pattern as such. */
  public int subscriptions(String channel) {
    int topic = topics.find(channel, null);
    return topic == NONE ? 0 : countOf[topic];
  }

  /** Number of channels and patterns that somebody subscribes to. */
  public int channels() {
    return topics.size();
  }

  /** Number of subscriptions. */
  public int size() {
    return records.size();
  }

  /**
   * Finds all who want the event.
   *
   * @return how many; they are numbered from 0 until the next call
   */
  public int match(EventFields fields) {
    matched.clear();
    matchedIntervals.clear();
    collectTopics(fields.channel());
    if (topicsFound.size() == 0) {
      return 0;
    }
    event.read(fields, atoms);
    candidates.clear();
    for (int i = 0; i < topicsFound.size(); i++) {
      postings.collect(topicsFound.get(i), event, candidates);
    }
    nextEpoch();
    for (int i = 0; i < candidates.size(); i++) {
      verify(candidates.id(i), candidates.met(i));
    }
    return matched.size();
  }

  private void collectTopics(String channel) {
    topicsFound.clear();
    int exact = topics.find(channel, null);
    if (exact != NONE) {
      topicsFound.add(exact);
    }
    patterns.collect(channel, topicsFound);
  }

  private void nextEpoch() {
    if (++epoch < 0) {
      Arrays.fill(seenAt, 0);
      epoch = 1;
    }
  }

  private void verify(int subscription, int met) {
    int subscriber = records.owner(subscription);
    int interval = records.intervalMs(subscription);
    boolean known = seenAt[subscriber] == epoch;
    if (known && matchedIntervals.get(resultOf[subscriber]) <= interval) {
      return;
    }
    int[] chunk = records.chunk(subscription);
    int from = Records.codeFrom(subscription);
    if (!Conditions.areMet(chunk, from, records.codeTo(subscription), met, event)) {
      return;
    }
    if (known) {
      matchedIntervals.set(resultOf[subscriber], interval);
      return;
    }
    seenAt[subscriber] = epoch;
    resultOf[subscriber] = matched.size();
    matched.add(subscriber);
    matchedIntervals.add(interval);
  }

  /** The subscriber that was found as this one. */
  public S matched(int i) {
    S subscriber = subscribers.get(matched.get(i));
    if (subscriber == null) {
      throw new AssertionError("a subscription without a subscriber: number=" + matched.get(i));
    }
    return subscriber;
  }

  /** The shortest interval of this subscriber's subscriptions that match. */
  public int intervalMs(int i) {
    return matchedIntervals.get(i);
  }

  /** How many subscriptions the last look-up looked at. */
  int candidates() {
    return candidates.size();
  }

  /** Whether everything was given back that subscriptions have taken. */
  boolean holdsNothing() {
    return topics.size() + atoms.size() + patterns.size() + postings.size() + records.size() == 0;
  }
}
