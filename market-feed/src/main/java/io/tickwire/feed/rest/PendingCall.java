package io.tickwire.feed.rest;

import io.tickwire.feed.port.VenueRest.Priority;
import io.tickwire.feed.venue.RestCall;
import io.vertx.core.Promise;

/** One call on its way, from the queue to its answer. Confined to one event loop. */
final class PendingCall<T> {
  final RestCall<T> call;
  final Priority priority;
  final Promise<T> promise = Promise.promise();
  final long sinceMs;

  /** How often the exchange was too busy for it. */
  int refusals;

  PendingCall(RestCall<T> call, Priority priority, long sinceMs) {
    this.call = call;
    this.priority = priority;
    this.sinceMs = sinceMs;
  }

  boolean isUrgent() {
    return priority == Priority.CONNECT;
  }

  /** The path without what differs from call to call: a label. */
  String name() {
    int query = call.path().indexOf('?');
    return query < 0 ? call.path() : call.path().substring(0, query);
  }

  /** Fails with one sentence. */
  void fail(String reason) {
    promise.tryFail(
        new IllegalStateException(
            call.method() + " " + call.path() + " of " + call.market().wireName() + ": " + reason));
  }
}
