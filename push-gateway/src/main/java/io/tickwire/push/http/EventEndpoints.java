package io.tickwire.push.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.ingest.Door;
import io.tickwire.push.ingest.EventIntake;
import io.tickwire.push.ingest.PublishReply;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/events}: what backends have clients told. */
final class EventEndpoints {
  private final EventIntake intake;

  EventEndpoints(EventIntake intake) {
    this.intake = intake;
  }

  void register(Routes routes) {
    routes.on(
        HttpMethod.POST, "/v1/events", Scope.PUBLISH, intake.maxRequestBytes(), this::publish);
  }

  private Future<Answer> publish(Call call) {
    Principal who = call.principal();
    return intake
        .take(
            Door.HTTP,
            call.json(),
            who.user(),
            call.header("Idempotency-Key"),
            channel -> ChannelRules.mayHear(who, channel))
        .map(EventEndpoints::answer);
  }

  private static Answer answer(PublishReply reply) {
    if (reply instanceof PublishReply.Refused refused) {
      @Nullable String field = refused.field().isEmpty() ? null : refused.field();
      return Answer.problem(
          new Problem(refused.code().status(), refused.code(), refused.message(), field, null));
    }
    ObjectNode body = Json.mapper().createObjectNode();
    ArrayNode offsets = body.putArray("offsets");
    ((PublishReply.Stored) reply).offsets().forEach(offsets::add);
    return Answer.accepted(body);
  }
}
