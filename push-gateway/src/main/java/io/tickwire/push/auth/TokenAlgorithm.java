package io.tickwire.push.auth;

/** How tokens are signed; a gateway takes one way only. */
public enum TokenAlgorithm {
  /** HMAC with a secret that all gateways share. */
  HS256,
  /** RSA, with public keys from a JWKS document. */
  RS256,
  /** ECDSA on P-256, with public keys from a JWKS document. */
  ES256
}
