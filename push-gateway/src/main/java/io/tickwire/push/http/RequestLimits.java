package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.Allowances;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.fanout.PushMetrics;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests for their addresses and users, together with the messages of WebSockets, and
 * refuses what is too many. Any thread.
 */
final class RequestLimits {
  private final Admission admission;
  private final Allowances allowances;
  private final Audit audit;
  private final PushMetrics metrics;
  private final MeterRegistry registry;
  private final Clock clock;

  RequestLimits(Shared shared) {
    this.admission = shared.admission();
    this.allowances = shared.allowances();
    this.audit = shared.audit();
    this.metrics = shared.metrics();
    this.registry = shared.service().telemetry().metrics();
    this.clock = shared.service().clock();
  }

  /** Before anything is looked up, or read but the head. */
  void admit(RoutingContext context, String address) {
    Limit over = takeOfAddress(address);
    if (over == null) {
      context.next();
    } else {
      audit.refused(address, context.request().path(), over.reason());
      Answer.problem(Refusal.of(ErrorCode.TOO_MANY_REQUESTS, over.reason()).problem())
          .send(context.response());
    }
  }

  /** What forbids one more request from this address; null when it may come. */
  @Nullable Limit takeOfAddress(String address) {
    Limit over = allowances.takeOfAddress(address, clock.millis());
    if (over != null) {
      metrics.limited(over);
    }
    return over;
  }

  /**
   * The request was admitted and is of this user. Who may publish is a backend that speaks for many
   * users: what it publishes counts for its address only. A ban keeps nobody from trading.
   *
   * @throws Refusal when it is one too many, or the user may not listen for a while
   */
  void require(String user, Scope scope, String address) {
    long nowMs = clock.millis();
    if (scope != Scope.PUBLISH && !allowances.takeOfUser(user, address, nowMs)) {
      metrics.limited(Limit.USER_MESSAGES);
      admission.floodedBy(user, nowMs);
      throw Refusal.of(ErrorCode.TOO_MANY_REQUESTS, Limit.USER_MESSAGES.reason());
    }
    long bannedForMs = scope == Scope.PUSH ? admission.userBannedForMs(user, nowMs) : 0;
    if (bannedForMs > 0) {
      throw TurnAway.USER_BANNED.refuse(bannedForMs, registry);
    }
  }
}
