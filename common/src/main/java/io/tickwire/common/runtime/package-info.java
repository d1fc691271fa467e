/**
 * What every service is given and how a service process starts and leaves. Shell. Start at {@link
 * io.tickwire.common.runtime.ServiceContext}.
 */
@NullMarked
package io.tickwire.common.runtime;

import org.jspecify.annotations.NullMarked;
