package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.admission.Allowances;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.fanout.PushMetrics;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;

/**
 * Counts requests for their addresses and users, together with the messages of WebSockets, and
 * refuses what is too many. Any thread.
 */
final class RequestLimits {
  private final Allowances allowances;
  private final Audit audit;
  private final PushMetrics metrics;
  private final Clock clock;

  RequestLimits(Shared shared) {
    this.allowances = shared.allowances();
    this.audit = shared.audit();
    this.metrics = shared.metrics();
    this.clock = shared.service().clock();
  }

  /** Before anything is looked up, or read but the head. */
  void admit(RoutingContext context, String address) {
    if (takeOfAddress(address)) {
      context.next();
    } else {
      String reason = Limit.ADDRESS_MESSAGES.reason();
      audit.refused(address, context.request().path(), reason);
      Answer.problem(Refusal.of(ErrorCode.TOO_MANY_REQUESTS, reason).problem())
          .send(context.response());
    }
  }

  /** Whether one more request may come from this address. */
  boolean takeOfAddress(String address) {
    boolean taken = allowances.takeOfAddress(address, clock.millis());
    if (!taken) {
      metrics.limited(Limit.ADDRESS_MESSAGES);
    }
    return taken;
  }

  /**
   * The request was admitted and is of this user.
   *
   * @throws Refusal when it is one too many
   */
  void require(String user, String address) {
    if (!allowances.takeOfUser(user, address, clock.millis())) {
      metrics.limited(Limit.USER_MESSAGES);
      throw Refusal.of(ErrorCode.TOO_MANY_REQUESTS, Limit.USER_MESSAGES.reason());
    }
  }
}
