package io.tickwire.push.session;

import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.subscription.ChannelRules;

/**
 * What all sessions of an event loop share.
 *
 * @param history of the events on this loop
 * @param watched lists of users
 */
public record SessionRules(
    SessionConfig config,
    TokenVerifier tokens,
    ChannelRules channels,
    EventHistory history,
    WatchedSymbols watched) {}
