package io.tickwire.push.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tickwire.common.wire.ErrorCode;
import io.vertx.core.http.HttpServerRequest;

/** What came in place of a request and could not be read; what follows it cannot be either. */
final class InvalidRequest {
  private InvalidRequest() {}

  /** Says what is wrong with it, and closes. */
  static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    request.response().putHeader("Connection", "close");
    Answer.problem(refusal(cause).problem())
        .end(request.response())
        .onComplete(ignored -> request.connection().close());
  }

  private static Refusal refusal(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return Refusal.status(414, ErrorCode.BAD_REQUEST, "the first line is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Refusal.status(431, ErrorCode.BAD_REQUEST, "the headers are too long");
    }
    return Refusal.status(400, ErrorCode.BAD_REQUEST, "the request is malformed");
  }
}
