package io.tickwire.push.publish;

import io.tickwire.common.wire.ErrorCode;
import java.util.List;

/** What came of reading events. */
public sealed interface SubmissionVerdict {
  /** All of them can be told, in this order. */
  record Accepted(List<Submission> submissions) implements SubmissionVerdict {
    public Accepted {
      submissions = List.copyOf(submissions);
    }
  }

  /**
   * None of them is told.
   *
   * @param field at fault with the way to it, for example {@code [2].channel}; "" for the whole
   * @param message one sentence for the publisher
   */
  record Refused(ErrorCode code, String field, String message) implements SubmissionVerdict {}
}
