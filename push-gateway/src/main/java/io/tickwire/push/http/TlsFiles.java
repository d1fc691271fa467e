package io.tickwire.push.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key as they stand in files: whole, readable and belonging together. Reading
 * blocks.
 */
final class TlsFiles {
  /** What is wrong with the files, as a sentence. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String sentence) {
      super(sentence);
    }
  }

  private final byte[] certificate;
  private final byte[] key;
  private final Instant expires;

  private TlsFiles(byte[] certificate, byte[] key, Instant expires) {
    this.certificate = certificate;
    this.key = key;
    this.expires = expires;
  }

  static TlsFiles read(Vertx vertx, DoorConfig.Tls tls) throws Unusable {
    byte[] certificate = bytes(tls.certificate());
    byte[] key = bytes(tls.key());
    X509Certificate first = check(vertx, options(certificate, key), tls);
    return new TlsFiles(certificate, key, first.getNotAfter().toInstant());
  }

  private static byte[] bytes(String file) throws Unusable {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new Unusable(file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static PemKeyCertOptions options(byte[] certificate, byte[] key) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(certificate))
        .addKeyValue(Buffer.buffer(key));
  }

  /** What the library finds wrong says nothing about the key itself. */
  private static X509Certificate check(Vertx vertx, PemKeyCertOptions options, DoorConfig.Tls tls)
      throws Unusable {
    X509KeyManager manager = null;
    try {
      for (KeyManager one : options.getKeyManagerFactory(vertx).getKeyManagers()) {
        manager = one instanceof X509KeyManager found ? found : manager;
      }
    } catch (Exception e) { // The library declares no other.
      throw new Unusable(
          tls.certificate() + " and " + tls.key() + " must be a PEM certificate and its key");
    }
    for (String type : List.of("RSA", "EC", "EdDSA", "Ed25519")) {
      String[] aliases = manager == null ? null : manager.getServerAliases(type, null);
      if (manager != null && aliases != null && aliases.length > 0) {
        X509Certificate first = manager.getCertificateChain(aliases[0])[0];
        PrivateKey key = manager.getPrivateKey(aliases[0]);
        if (!belongTogether(first, key)) {
          throw new Unusable(tls.key() + " is not the key of " + tls.certificate());
        }
        return first;
      }
    }
    throw new Unusable(tls.certificate() + " has no key of a kind that serves TLS");
  }

  private static boolean belongTogether(X509Certificate certificate, @Nullable PrivateKey key) {
    if (key == null || !key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      byte[] probe = {1, 2, 3};
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(probe);
      byte[] signed = signing.sign();
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certificate.getPublicKey());
      checking.update(probe);
      return checking.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  PemKeyCertOptions options() {
    return options(certificate, key);
  }

  /** When the certificate is over. */
  Instant expires() {
    return expires;
  }

  boolean isSame(TlsFiles other) {
    return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
  }
}
