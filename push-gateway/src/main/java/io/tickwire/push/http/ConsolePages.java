package io.tickwire.push.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The console: a handful of files from the class path, kept in memory. A list instead of a folder,
 * so that no path leads out of it. Immutable, shared by all event loops.
 */
public final class ConsolePages {
  private static final String[] FILES = {
    "console/index.html",
    "console/icon.svg",
    "console/style.css",
    "console/app.js",
    "console/api.js",
    "console/view.js",
    "console/words.js",
    "console/lib/tickwire.js"
  };
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Map<String, Page> pages;

  @SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
  private record Page(String contentType, byte[] bytes, String tag) {}

  private ConsolePages(Map<String, Page> pages) {
    this.pages = pages;
  }

  /** Reads the files; blocks for a few milliseconds. */
  public static ConsolePages load() {
    Map<String, Page> pages = new LinkedHashMap<>();
    for (String file : FILES) {
      byte[] bytes = read(file);
      pages.put("/" + file, new Page(contentType(file), bytes, "\"" + digest(bytes) + "\""));
    }
    return new ConsolePages(pages);
  }

  private static byte[] read(String file) {
    try (InputStream in = ConsolePages.class.getResourceAsStream("/" + file)) {
      if (in == null) {
        throw new IllegalStateException("page missing from the jar: file=" + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String contentType(String file) {
    String ending = file.substring(file.lastIndexOf('.') + 1);
    return switch (ending) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalStateException("page of unknown type: file=" + file);
    };
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  void register(Router router) {
    pages.forEach((path, page) -> router.get(path).handler(context -> send(context, page)));
    pages.forEach((path, page) -> router.head(path).handler(context -> send(context, page)));
    Page index = pages.get("/console/index.html");
    if (index != null) {
      router.get("/").handler(context -> send(context, index));
      router.head("/").handler(context -> send(context, index));
    }
  }

  private static void send(RoutingContext context, Page page) {
    context
        .response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cache-Control", "no-cache")
        .putHeader("ETag", page.tag());
    if (page.tag().equals(context.request().getHeader("If-None-Match"))) {
      context.response().setStatusCode(304).end();
    } else {
      context
          .response()
          .putHeader("Content-Type", page.contentType())
          .end(Buffer.buffer(page.bytes()));
    }
  }
}
