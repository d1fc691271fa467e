/**
 * Decides who a caller is and what a token allows. Pure: given a token and the time. Start at
 * {@link io.tickwire.push.auth.TokenVerifier}.
 */
@NullMarked
package io.tickwire.push.auth;

import org.jspecify.annotations.NullMarked;
