/**
 * Decides who may connect: origins, numbers of connections, guesses at tokens; and how much a user
 * and an address may ask for. Pure: given names and the time. Start at {@link
 * io.tickwire.push.admission.Admission} and {@link io.tickwire.push.admission.Allowances}.
 */
@NullMarked
package io.tickwire.push.admission;

import org.jspecify.annotations.NullMarked;
