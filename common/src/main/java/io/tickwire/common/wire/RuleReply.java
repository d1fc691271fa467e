package io.tickwire.common.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a {@link RuleCommand} or a {@link RuleQuery}. A refusal is a value, not an exception.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RuleReply.Done.class, name = "done"),
  @JsonSubTypes.Type(value = RuleReply.Refused.class, name = "refused")
})
public sealed interface RuleReply {
  /**
   * @param body the object or list, ready for the client
   */
  record Done(JsonNode body) implements RuleReply {
    public static Done of(Object value) {
      return new Done(Json.tree(value));
    }
  }

  /**
   * Nothing was changed.
   *
   * @param message one sentence for the client
   * @param field the field of the request that is at fault
   * @param current the object as it stands, when another change was first
   */
  record Refused(ErrorCode code, String message, @Nullable String field, @Nullable JsonNode current)
      implements RuleReply {
    public static Refused of(ErrorCode code, String message) {
      return new Refused(code, message, null, null);
    }

    public static Refused field(ErrorCode code, String field, String message) {
      return new Refused(code, message, field, null);
    }
  }
}
