/**
 * Who is in the cluster and who serves what: joining, members by role, addresses, rendezvous
 * placement. Placement is pure, joining is a shell. Start at {@link
 * io.tickwire.common.cluster.Members}.
 */
@NullMarked
package io.tickwire.common.cluster;

import org.jspecify.annotations.NullMarked;
