package io.tickwire.rules.store;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tickwire.common.wire.Json;

/**
 * What a command is about to create, noted before its first write: whoever finds it later can bring
 * it to its end.
 *
 * @param rule the position or trigger as it will stand
 * @param marginE8 to reserve, in 1e-8; 0 for a trigger
 * @param feeE8 to book, in 1e-8; 0 for a trigger
 * @param atMs epoch milliseconds when it was noted
 */
public record Intent(StoredRule rule, long marginE8, long feeE8, long atMs) {
  @JsonIgnore
  public String id() {
    return rule.id();
  }

  static Intent parse(String json) {
    return Json.read(json, Intent.class);
  }
}
