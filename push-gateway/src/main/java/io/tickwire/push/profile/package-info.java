/**
 * What users keep with us: the symbols they watch, what they want to be told, what they subscribe
 * to. Shell around Redis. Start at {@link io.tickwire.push.profile.Profiles}.
 */
@NullMarked
package io.tickwire.push.profile;

import org.jspecify.annotations.NullMarked;
