package io.tickwire.rules.accounting;

import io.tickwire.common.wire.ErrorCode;

/**
 * Why a command is refused, in the words the client reads.
 *
 * @param field the request field at fault, as the client named it: {@code stop_loss}, {@code
 *     action.open.quantity}
 * @param message one sentence
 */
public record Refusal(ErrorCode code, String field, String message) {}
