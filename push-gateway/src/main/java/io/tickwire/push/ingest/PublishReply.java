package io.tickwire.push.ingest;

import io.tickwire.common.wire.ErrorCode;
import java.util.List;

/** What became of events. */
public sealed interface PublishReply {
  /**
   * They are in the event log, now or since an earlier time under the same key.
   *
   * @param offsets in the order given
   */
  record Stored(List<String> offsets) implements PublishReply {
    public Stored {
      offsets = List.copyOf(offsets);
    }
  }

  /**
   * None of them is; after {@link ErrorCode#UNAVAILABLE} that is not known.
   *
   * @param field at fault, "" for the whole
   */
  record Refused(ErrorCode code, String field, String message) implements PublishReply {}
}
