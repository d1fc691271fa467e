package io.tickwire.push.http;

import io.tickwire.push.admission.Admission;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.auth.TokenVerifier;
import io.tickwire.push.identity.Identity;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Judges the tokens of one connection, whenever they come, and counts: a refused one against its
 * address, the first that is accepted as a connection of its user. Where that is too many, the
 * socket is closed with the code for it; a ban spares who is signed in and renews his token with a
 * good one. Confined to the connection's event loop.
 */
final class VisitorTokens implements TokenVerifier {
  /** Stands for the credentials that came with the request, whose verdict took time to reach. */
  static final String OF_THE_REQUEST = "";

  private final PushSocket socket;
  private final String address;
  private final Identity identity;
  private final Admission admission;
  private final Doorkeeper doorkeeper;
  private final Clock clock;
  private @Nullable TokenVerdict ofTheRequest;
  private @Nullable String user;

  VisitorTokens(
      PushSocket socket,
      String address,
      Identity identity,
      Admission admission,
      Doorkeeper doorkeeper,
      Clock clock) {
    this.socket = socket;
    this.address = address;
    this.identity = identity;
    this.admission = admission;
    this.doorkeeper = doorkeeper;
    this.clock = clock;
  }

  /** What {@link #OF_THE_REQUEST} is answered with, once. */
  void prepare(TokenVerdict verdict) {
    ofTheRequest = verdict;
  }

  private @Nullable TokenVerdict takePrepared(String token) {
    TokenVerdict verdict = token.equals(OF_THE_REQUEST) ? ofTheRequest : null;
    ofTheRequest = null;
    return verdict;
  }

  @Override
  public TokenVerdict verify(String token, long nowMs) {
    TokenVerdict prepared = takePrepared(token);
    boolean banned = prepared == null && admission.bannedForMs(address, nowMs) > 0;
    if (banned && user == null) {
      return turnedAway(TurnAway.BANNED);
    }
    TokenVerdict verdict = prepared == null ? identity.verify(token, nowMs) : prepared;
    if (verdict instanceof TokenVerdict.Accepted accepted) {
      return counted(accepted);
    }
    if (prepared == null) { // else it was counted when it was looked up
      admission.failed(address, nowMs);
    }
    if (banned) {
      return turnedAway(TurnAway.BANNED);
    }
    return verdict;
  }

  /** Who is banned is not looked for. */
  @Override
  public boolean lacksKeyOf(String token) {
    return identity.lacksKeyOf(token)
        && (user != null || admission.bannedForMs(address, clock.millis()) == 0);
  }

  private TokenVerdict counted(TokenVerdict.Accepted accepted) {
    if (user == null) {
      String name = accepted.principal().user();
      if (admission.userBannedForMs(name, clock.millis()) > 0) {
        return turnedAway(TurnAway.USER_BANNED);
      }
      if (!admission.enterAs(name)) {
        return turnedAway(TurnAway.USER);
      }
      user = name;
    }
    return accepted;
  }

  private TokenVerdict turnedAway(TurnAway why) {
    doorkeeper.turnAway(socket, address, why);
    return new TokenVerdict.Refused(why.reason());
  }

  /** The connection is over. */
  void leave() {
    String name = user;
    if (name != null) {
      user = null;
      admission.leaveAs(name);
    }
  }
}
