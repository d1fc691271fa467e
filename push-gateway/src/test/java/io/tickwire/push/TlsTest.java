package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.config.ConfigException;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS by files, which are replaced while it runs. Certificates are made with the JDK's keytool. */
final class TlsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  @TempDir Path folder;

  /** Writes {@code name.pem} and {@code name.key}. */
  private void make(String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    java.security.KeyStore keys =
        java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    write(name + ".pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
    write(name + ".key", "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded());
  }

  private void write(String file, String label, byte[] der) throws IOException {
    String body = java.util.Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  private void use(String certificate, String key) throws IOException {
    for (String[] one : new String[][] {{certificate, "use.pem"}, {key, "use.key"}}) {
      Path fresh = folder.resolve("fresh");
      Files.copy(folder.resolve(one[0]), fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          fresh,
          folder.resolve(one[1]),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "push.tls.certificate", folder.resolve("use.pem").toString(),
        "push.tls.key", folder.resolve("use.key").toString(),
        "push.tls.check", "50ms");
  }

  /** The serial number of the certificate that a new connection is shown. */
  private static BigInteger shown(GatewayRig rig) {
    var client =
        rig.vertx()
            .createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    try {
      return await(
          client
              .request(HttpMethod.GET, rig.port(), "127.0.0.1", "/")
              .compose(
                  request ->
                      request
                          .send()
                          .compose(
                              response -> {
                                assertThat(response.statusCode()).isEqualTo(200);
                                assertThat(response.getHeader("Strict-Transport-Security"))
                                    .contains("max-age=");
                                return response.body();
                              })
                          .map(
                              ignored -> {
                                try {
                                  return ((X509Certificate)
                                          request.connection().peerCertificates().get(0))
                                      .getSerialNumber();
                                } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
                                  throw new AssertionError(e);
                                }
                              })));
    } finally {
      await(client.close());
    }
  }

  private static boolean has(GatewayRig rig, String metric) {
    return rig.context().telemetry().metrics().scrape().contains(metric);
  }

  @Test
  void servesTls_andTakesANewCertificate_butKeepsTheOldForABadOne() throws Exception {
    make("one");
    make("two");
    use("one.pem", "one.key");
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), settings())) {
      BigInteger first = shown(rig);
      var sockets =
          rig.vertx()
              .createWebSocketClient(
                  new WebSocketClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
      WsClient reader =
          WsClient.open(
              rig.vertx(),
              sockets,
              new WebSocketConnectOptions()
                  .setPort(rig.port())
                  .setURI("/v1/ws?token=" + rig.token("alice")));
      reader.next("welcome");
      reader.subscribe("alerts");

      use("one.pem", "two.key");
      GatewayRig.until(() -> has(rig, "tls_reloads_total{result=\"failed\"} 1"));
      assertThat(shown(rig)).isEqualTo(first);

      use("two.pem", "two.key");
      GatewayRig.until(() -> has(rig, "tls_reloads_total{result=\"done\"} 1"));
      assertThat(shown(rig)).isNotEqualTo(first);
      rig.append("alert", "alerts", Map.of("n", 1));
      assertThat(reader.next("alert").path("data").path("n").asInt()).isEqualTo(1);
      assertThat(has(rig, "tls_certificate_expires_seconds")).isTrue();
      await(sockets.close());
    }
  }

  @Test
  void refusesToStart_whenTheFilesCannotBeUsed() throws Exception {
    make("one");
    make("two");
    Files.writeString(folder.resolve("not.pem"), "nothing of the kind");
    for (String[] bad :
        new String[][] {
          {"missing.pem", "one.key", "cannot be read"},
          {"one.pem", "two.key", "is not the key of"},
          {"not.pem", "one.key", "must be a PEM certificate"},
          {"one.pem", "not.pem", "must be a PEM certificate"}
        }) {
      Vertx vertx = Vertx.vertx();
      ServiceContext context =
          TestContext.of(
              vertx,
              REDIS.uri(),
              new LocalMembers("node"),
              Clock.systemUTC(),
              Map.of(
                  "dev.tokens", "true",
                  "push.tls.certificate", folder.resolve(bad[0]).toString(),
                  "push.tls.key", folder.resolve(bad[1]).toString()));
      assertThatThrownBy(() -> GatewayService.start(context))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("push.tls.certificate")
          .hasMessageContaining(bad[2]);
      await(vertx.close());
    }
  }
}
