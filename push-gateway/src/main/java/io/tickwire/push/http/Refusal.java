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
  private final long retryAfterS;

  private Refusal(int status, ErrorCode code, @Nullable String field, String detail) {
    this(status, code, field, detail, 1);
  }

  private Refusal(
      int status, ErrorCode code, @Nullable String field, String detail, long retryAfterS) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.field = field;
    this.retryAfterS = retryAfterS;
  }

  static Refusal of(ErrorCode code, String detail) {
    return new Refusal(code.status(), code, null, detail);
  }

  /** Too much of something; it will be possible again. */
  static Refusal later(String detail, long retryAfterS) {
    ErrorCode code = ErrorCode.TOO_MANY_REQUESTS;
    return new Refusal(code.status(), code, null, detail, retryAfterS);
  }

  static Refusal status(int status, ErrorCode code, String detail) {
    return new Refusal(status, code, null, detail);
  }

  /** 422 with the field at fault. */
  static Refusal field(String field, String detail) {
    return new Refusal(ErrorCode.INVALID.status(), ErrorCode.INVALID, field, detail);
  }

  Problem problem() {
    return new Problem(status, code, detail, field, null, retryAfterS);
  }
}
