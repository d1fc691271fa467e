package io.tickwire.push.http;

import io.vertx.core.Future;

/** Serves one kind of request. May throw {@link Refusal}. */
@FunctionalInterface
interface Endpoint {
  Future<Answer> handle(Call call);
}
