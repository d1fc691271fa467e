package io.tickwire.push.session;

import io.tickwire.push.admission.Allowance;
import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.subscription.ChannelRules;

/**
 * What a session goes by.
 *
 * @param history of the events on this loop
 * @param watched lists of users
 * @param allowance of the session's user and address
 */
public record SessionRules(
    SessionConfig config,
    TokenVerifier tokens,
    ChannelRules channels,
    EventHistory history,
    WatchedSymbols watched,
    Allowance allowance) {}
