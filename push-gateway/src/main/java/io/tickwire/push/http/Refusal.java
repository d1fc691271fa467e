package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be served, for the client to read. An exception, because it leaves nested
 * reading of a body in one step; caught in {@link Routes} only.
 */
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final ErrorCode code;
  private final String detail;
  private final @Nullable String field;

  private Refusal(int status, ErrorCode code, @Nullable String field, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.field = field;
  }

  static Refusal of(ErrorCode code, String detail) {
    return new Refusal(code.status(), code, null, detail);
  }

  static Refusal status(int status, ErrorCode code, String detail) {
    return new Refusal(status, code, null, detail);
  }

  /** 422 with the field at fault. */
  static Refusal field(String field, String detail) {
    return new Refusal(ErrorCode.INVALID.status(), ErrorCode.INVALID, field, detail);
  }

  Problem problem() {
    return new Problem(status, code, detail, field, null);
  }
}
