package io.tickwire.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process under measurement. */
public final class Child implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long NS_PER_S = 1_000_000_000;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Child start(Path jar, Path folder, Map<String, String> environment, String... options)
      throws IOException {
    return start(List.of(), jar, folder, environment, options);
  }

  /**
   * @param before the command, such as one that binds it to a processor
   * @param options of the virtual machine
   */
  public static Child start(
      List<String> before,
      Path jar,
      Path folder,
      Map<String, String> environment,
      String... options)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(tool("java"));
    command.addAll(List.of(options));
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    return start(command, folder.resolve(jar.getFileName() + ".log"), environment);
  }

  /** Any command, which writes to that log. */
  public static Child start(List<String> command, Path log, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), log);
  }

  /** A tool of the Java that runs this. */
  public static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Has it collect all garbage. */
  public void collect() throws IOException, InterruptedException {
    Process command =
        new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!command.waitFor(60, TimeUnit.SECONDS) || command.exitValue() != 0) {
      throw new IllegalStateException("jcmd GC.run did not do");
    }
  }

  /** Waits until that address answers with 200. */
  public void await(String url, long seconds) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + seconds * NS_PER_S;
    while (!isOk(url)) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("not up: " + url + "\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** Waits until that port of this machine takes connections. */
  public void awaitPort(int port, long seconds) throws IOException, InterruptedException {
    long deadlineNs = System.nanoTime() + seconds * NS_PER_S;
    while (!isOpen(port)) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        throw new IllegalStateException("not up: port " + port + "\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isOk(String url) throws InterruptedException {
    try {
      return get(url).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static HttpResponse<String> post(String url, String json)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Seconds of processor time since its start. */
  public double cpuSeconds() {
    return cpuSeconds(process.toHandle());
  }

  public static double cpuSeconds(ProcessHandle of) {
    return of.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** Resident memory in MiB, 0 where the system does not say. */
  public long residentMiB() throws IOException {
    return residentMiB(process.toHandle());
  }

  static long residentMiB(ProcessHandle of) throws IOException {
    Path status = Path.of("/proc/" + of.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    return 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
