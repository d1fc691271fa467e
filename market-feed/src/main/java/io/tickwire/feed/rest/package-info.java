/**
 * Makes the calls that a venue describes, within what the exchange allows and in order of priority.
 * Shell around pure parts: budget and queue. Start at {@link io.tickwire.feed.rest.ExchangeRest}.
 */
@NullMarked
package io.tickwire.feed.rest;

import org.jspecify.annotations.NullMarked;
