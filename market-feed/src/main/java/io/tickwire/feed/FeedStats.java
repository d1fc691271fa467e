package io.tickwire.feed;

import io.tickwire.feed.recovery.RecoveryStats;
import io.tickwire.feed.socket.SocketStatus;
import java.util.List;

/**
 * The section {@code feed} of {@code /stats}.
 *
 * @param feedId of this run, as in its frames
 * @param instruments known
 * @param demanders nodes whose demand counts
 * @param wanted symbols that somebody wants, of any feed
 * @param watched symbols this feed serves, with those that linger
 */
record FeedStats(
    String feedId,
    int instruments,
    int demanders,
    int wanted,
    int watched,
    RecoveryStats recovery,
    List<SocketStatus> sockets) {}
