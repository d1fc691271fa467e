package io.tickwire.push.identity;

/** What a request says to prove who sent it. */
public sealed interface Credentials {
  /** A JSON Web Token. */
  record Token(String text) implements Credentials {
    @Override
    public String toString() {
      return "Token[…]";
    }
  }

  /** An API key. */
  record Key(String text) implements Credentials {
    @Override
    public String toString() {
      return "Key[…]";
    }
  }
}
