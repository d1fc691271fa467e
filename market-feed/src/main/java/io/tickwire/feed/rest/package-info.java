/**
 * Asks the exchange by HTTP: tokens, instruments, last prices. Shell. Start at {@link
 * io.tickwire.feed.rest.ExchangeRest}.
 */
@NullMarked
package io.tickwire.feed.rest;

import org.jspecify.annotations.NullMarked;
