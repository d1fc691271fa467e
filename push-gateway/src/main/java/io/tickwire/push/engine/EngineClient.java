package io.tickwire.push.engine;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the rule engines. Never fails: an engine that does not answer is a refusal like any other.
 * What can be repeated without harm is asked twice, since an engine that just died may still be
 * addressed for a moment. Any context; answers come on the caller's.
 */
public final class EngineClient {
  /** Time for the cluster to learn that an engine is gone or has come. */
  private static final long RETRY_AFTER_MS = 200;

  private static final Logger log = LoggerFactory.getLogger(EngineClient.class);

  private final Vertx vertx;

  public EngineClient(Vertx vertx) {
    this.vertx = vertx;
  }

  public Future<RuleReply> command(RuleCommand command) {
    boolean repeatable =
        command instanceof RuleCommand.OpenPosition
            || command instanceof RuleCommand.CreateTrigger
            || command instanceof RuleCommand.CancelTrigger;
    return ask(Addresses.COMMANDS, command, Wire.COMMAND, repeatable)
        .otherwise(
            failure ->
                refusal(
                    failure, "no rule engine answered in time; whether it happened is not known"));
  }

  public Future<RuleReply> query(RuleQuery query) {
    return ask(Addresses.QUERIES, query, Wire.QUERY, true)
        .otherwise(failure -> refusal(failure, "no rule engine answered in time"));
  }

  private Future<RuleReply> ask(
      String address, Object question, DeliveryOptions options, boolean repeatable) {
    Future<RuleReply> first = once(address, question, options);
    return repeatable
        ? first.recover(
            failure ->
                isSilence(failure)
                    ? vertx
                        .timer(RETRY_AFTER_MS)
                        .compose(ignored -> once(address, question, options))
                    : Future.failedFuture(failure))
        : first;
  }

  private Future<RuleReply> once(String address, Object question, DeliveryOptions options) {
    return vertx.eventBus().<RuleReply>request(address, question, options).map(Message::body);
  }

  private static boolean isSilence(Throwable failure) {
    return failure instanceof ReplyException reply
        && reply.failureType() != ReplyFailure.RECIPIENT_FAILURE;
  }

  private static RuleReply refusal(Throwable failure, String silence) {
    if (failure instanceof ReplyException reply
        && reply.failureType() == ReplyFailure.NO_HANDLERS) {
      return RuleReply.Refused.of(ErrorCode.UNAVAILABLE, "no rule engine is there");
    }
    if (isSilence(failure)) {
      return RuleReply.Refused.of(ErrorCode.UNAVAILABLE, silence);
    }
    log.warn("rule engine failed to answer cause={}", failure.toString());
    return RuleReply.Refused.of(ErrorCode.INTERNAL, "the rule engine could not answer");
  }
}
