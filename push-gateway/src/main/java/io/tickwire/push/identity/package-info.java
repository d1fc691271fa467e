/**
 * Finds out who asks where that needs more than the token itself: public keys from elsewhere, API
 * keys in Redis. Shell. Start at {@link io.tickwire.push.identity.Identity}.
 */
@NullMarked
package io.tickwire.push.identity;

import org.jspecify.annotations.NullMarked;
