/**
 * Decides whether what a backend wants to tell clients is an event that may be told. Pure: given
 * JSON and the time. Start at {@link io.tickwire.push.publish.SubmissionReader}.
 */
@NullMarked
package io.tickwire.push.publish;

import org.jspecify.annotations.NullMarked;
