package io.vedette.testkit.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Samples of a time in milliseconds. Thread-safe. */
final class Percentiles {
  private final List<Double> samples = new ArrayList<>(); // guarded by this

  synchronized void add(double millis) {
    samples.add(millis);
  }

  synchronized int count() {
    return samples.size();
  }

  /** The smallest sample that so many percent are not above; null if there are no samples. */
  synchronized Double at(int percent) {
    if (samples.isEmpty()) {
      return null;
    }
    Collections.sort(samples);
    int rank = (int) Math.ceil(percent / 100.0 * samples.size());
    return Math.round(samples.get(Math.max(0, rank - 1)) * 10) / 10.0;
  }

  JsonElement json() {
    if (count() == 0) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("p50", at(50));
    json.addProperty("p95", at(95));
    return json;
  }
}
