package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.publish.Submission;
import io.tickwire.push.publish.SubmissionVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a backend answered to a poll: the events that can be told, what was wrong with others, and
 * from where to ask on. A backend may say again what it said before, as several events can share a
 * millisecond; so each needs a name, its own or one made of its content and timestamp. Pure.
 *
 * @param since largest timestamp of it, at least the one asked for
 */
record PollPage(List<Submission> submissions, List<SubmissionVerdict.Refused> refused, long since) {

  /**
   * @param body a list of events, or an object that holds it as {@code events}
   * @param read an event
   * @throws IllegalArgumentException when it is neither
   */
  static PollPage of(String body, long since, Function<JsonNode, SubmissionVerdict> read) {
    JsonNode json = Json.read(body, JsonNode.class);
    JsonNode list = json.isObject() ? json.path("events") : json;
    if (!list.isArray()) {
      throw new IllegalArgumentException("neither a list nor an object with events");
    }
    List<Submission> submissions = new ArrayList<>();
    List<SubmissionVerdict.Refused> refused = new ArrayList<>();
    long newest = since;
    for (JsonNode item : list) {
      SubmissionVerdict verdict = read.apply(item);
      if (verdict instanceof SubmissionVerdict.Accepted accepted
          && accepted.submissions().size() == 1) {
        Submission submission = accepted.submissions().get(0);
        if (item.hasNonNull("timestamp")) {
          newest = Math.max(newest, submission.event().timestamp());
          submissions.add(named(submission));
        } else {
          refused.add(
              new SubmissionVerdict.Refused(
                  ErrorCode.INVALID, "timestamp", "an event that is polled needs a timestamp"));
        }
      } else {
        refused.add(
            verdict instanceof SubmissionVerdict.Refused fault
                ? fault
                : new SubmissionVerdict.Refused(
                    ErrorCode.INVALID, "", "an event must be a JSON object"));
      }
    }
    return new PollPage(List.copyOf(submissions), List.copyOf(refused), newest);
  }

  private static Submission named(Submission submission) {
    return submission.key() != null
        ? submission
        : new Submission(
            submission.event(), "content-" + Digest.of(submission.body()), submission.body());
  }
}
