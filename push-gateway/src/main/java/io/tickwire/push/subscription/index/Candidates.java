package io.tickwire.push.subscription.index;

/**
 * Subscriptions that may want an event, and how many of the conditions that come first in their
 * records the event is known to meet, by where they were found.
 */
final class Candidates {
  private final IntBag ids = new IntBag();
  private final IntBag met = new IntBag();
  private int metFromNow;

  void clear() {
    ids.clear();
    met.clear();
  }

  /** Those that are added from now on are met in so many conditions. */
  void setMet(int conditions) {
    metFromNow = conditions;
  }

  void add(int id) {
    ids.add(id);
    met.add(metFromNow);
  }

  int size() {
    return ids.size();
  }

  int id(int i) {
    return ids.get(i);
  }

  int met(int i) {
    return met.get(i);
  }
}
