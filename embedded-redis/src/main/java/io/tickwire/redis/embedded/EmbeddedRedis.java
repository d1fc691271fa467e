package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis server of our own on 127.0.0.1, for the quick start and the tests; not for production.
 *
 * <p>The server is a separate process and survives a JVM that is killed; the next {@link #start} in
 * the same folder takes it over, with its port and its data. There is no shutdown hook: whoever
 * starts it closes it, last of all, so that others can still write while they end. All calls block
 * and belong on a main or test thread, never on an event loop; they may come from any thread.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

  private final EmbeddedRedisConfig config;
  private final DataDirectory directory;
  private final ServerAnswers server;
  private final boolean reused;
  private boolean over;
  private boolean frozen;

  private EmbeddedRedis(
      EmbeddedRedisConfig config, DataDirectory directory, ServerAnswers server, boolean reused) {
    this.config = config;
    this.directory = directory;
    this.server = server;
    this.reused = reused;
  }

  /**
   * Returns once the server answers commands, all its data read.
   *
   * @throws EmbeddedRedisException when the folder is in use or cannot be written, no executable
   *     runs here, or the server does not start
   */
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    DataDirectory directory = DataDirectory.claim(config.dataDirectory());
    EmbeddedRedis redis = null;
    try {
      redis = startIn(directory, config);
      return redis;
    } finally {
      if (redis == null) {
        directory.release();
      }
    }
  }

  /**
   * The address of the server that runs in a folder, whoever started it: for a look at its data
   * beside the process that uses it. Starts and claims nothing.
   */
  public static Optional<String> runningIn(Path folder) {
    OptionalInt port = RedisConf.lastPort(folder.resolve(DataDirectory.CONF_FILE));
    if (port.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServerAnswers.ask(port.getAsInt()))
          .filter(server -> server.worksIn(folder))
          .map(server -> "redis://127.0.0.1:" + server.port());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static EmbeddedRedis startIn(DataDirectory directory, EmbeddedRedisConfig config) {
    Optional<ServerAnswers> survivor =
        new Survivor(directory, config).find().filter(server -> becomesReady(server, config));
    if (survivor.isPresent()) {
      ServerAnswers server = survivor.get();
      LOG.info(
          "redis taken over port={} pid={} dir={}",
          server.port(),
          server.pid(),
          directory.folder());
      return new EmbeddedRedis(config, directory, server, true);
    }
    ServerExecutable executable = ServerExecutable.find(config.server(), directory);
    executable.requireAbleToRead(directory);
    ServerAnswers server = new ServerLaunch(directory, config, executable).start();
    LOG.info(
        "redis started port={} pid={} dir={} server={} version={}",
        server.port(),
        server.pid(),
        directory.folder(),
        executable.path(),
        executable.version());
    return new EmbeddedRedis(config, directory, server, false);
  }

  /** False when the survivor died after all; it is not left half alive. */
  private static boolean becomesReady(ServerAnswers server, EmbeddedRedisConfig config) {
    ServerProcess process = new ServerProcess(server.pid());
    boolean ready =
        Deadline.after(config.startTimeout()).await(() -> answers(server) || !process.isAlive())
            && process.isAlive();
    if (!ready) {
      process.stop(config.stopTimeout());
    }
    return ready;
  }

  private static boolean answers(ServerAnswers server) {
    try {
      return ServerAnswers.isReady(server.port());
    } catch (IOException e) {
      return false;
    }
  }

  /** TCP port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** {@code redis://127.0.0.1:port}. */
  public String uri() {
    return "redis://127.0.0.1:" + server.port();
  }

  /** Process id of the server. */
  public long pid() {
    return server.pid();
  }

  /** Whether this is a server that an earlier, killed process had started. */
  public boolean reused() {
    return reused;
  }

  /**
   * Has the server save and end, killing it after {@code stopTimeout}; with {@code keepForReuse}
   * only lets go of it. Repeatable.
   */
  @Override
  public synchronized void close() {
    if (over) {
      return;
    }
    over = true;
    try {
      if (config.keepForReuse()) {
        LOG.info(
            "redis left running port={} pid={} dir={}",
            server.port(),
            server.pid(),
            directory.folder());
        return;
      }
      // First, so that a start after our own death does not take over a server that is about to
      // end.
      deletePidFile();
      resume();
      new ServerProcess(server.pid()).stop(config.stopTimeout());
      LOG.info(
          "redis stopped port={} pid={} dir={}", server.port(), server.pid(), directory.folder());
    } finally {
      directory.release();
    }
  }

  /**
   * Kills the server on the spot (SIGKILL) and gives the folder back: for fault tests. Afterwards
   * {@link #close} does nothing.
   */
  public synchronized void kill() {
    if (over) {
      return;
    }
    over = true;
    try {
      new ServerProcess(server.pid()).kill(config.stopTimeout());
      LOG.info(
          "redis killed port={} pid={} dir={}", server.port(), server.pid(), directory.folder());
    } finally {
      directory.release();
    }
  }

  /** Stops the server in its tracks (SIGSTOP), connections left open: for fault tests. */
  public synchronized void freeze() {
    new ServerProcess(server.pid()).freeze(true);
    frozen = true;
    LOG.info("redis frozen port={} pid={}", server.port(), server.pid());
  }

  /** Lets a frozen server go on. */
  public synchronized void resume() {
    if (frozen) {
      new ServerProcess(server.pid()).freeze(false);
      frozen = false;
      LOG.info("redis goes on port={} pid={}", server.port(), server.pid());
    }
  }

  private void deletePidFile() {
    try {
      Files.deleteIfExists(directory.pidFile());
    } catch (IOException e) {
      LOG.warn("redis pid file stays file={} reason={}", directory.pidFile(), e.toString());
    }
  }
}
