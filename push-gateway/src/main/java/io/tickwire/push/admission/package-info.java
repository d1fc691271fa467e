/**
 * Decides who may connect, before anybody knows who it is: origins, numbers of connections, guesses
 * at tokens. Pure: given an address and the time. Start at {@link
 * io.tickwire.push.admission.Admission}.
 */
@NullMarked
package io.tickwire.push.admission;

import org.jspecify.annotations.NullMarked;
