package io.tickwire.push.session;

import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.subscription.ChannelRules;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all sessions of an event loop share.
 *
 * @param eventOffset where the event log stands for this loop; null while it is not known
 */
public record SessionRules(
    SessionConfig config,
    TokenVerifier tokens,
    ChannelRules channels,
    Supplier<@Nullable String> eventOffset) {}
