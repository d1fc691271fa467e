package io.tickwire.common.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a Redis stream.
 *
 * @param stream the key
 * @param id for example {@code 1732145000000-0}
 */
public record StreamEntry(String stream, String id, Map<String, String> fields) {
  public StreamEntry {
    fields = Map.copyOf(fields);
  }

  /** The field's value, or "" when the entry has none of that name. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Reads the entries of one stream as XRANGE, XREAD and XAUTOCLAIM give them. */
  public static List<StreamEntry> list(String stream, Response entries) {
    List<StreamEntry> list = new ArrayList<>(entries.size());
    for (Response entry : entries) {
      // XAUTOCLAIM of Redis 6.2 gives null for an entry that was trimmed.
      if (entry != null && entry.size() == 2 && entry.get(1) != null) {
        list.add(new StreamEntry(stream, entry.get(0).toString(), fields(entry.get(1))));
      }
    }
    return list;
  }

  private static Map<String, String> fields(Response pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
    }
    return fields;
  }

  /** Reads what XREAD and XREADGROUP give under RESP3: a map of streams, entries in order. */
  static List<StreamEntry> ofRead(Response streams) {
    List<StreamEntry> all = new ArrayList<>();
    for (String stream : streams.getKeys()) {
      all.addAll(list(stream, streams.get(stream)));
    }
    return all;
  }
}
