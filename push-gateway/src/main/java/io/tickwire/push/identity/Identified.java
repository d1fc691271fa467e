package io.tickwire.push.identity;

import io.tickwire.push.auth.TokenVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from.
 *
 * @param keyId of the API key it came with, to hear of its revocation; null with a token
 */
public record Identified(TokenVerdict verdict, @Nullable String keyId) {}
