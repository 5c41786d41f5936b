package io.vedette.launcher;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was chosen differently from the defaults, in {@code HOME/features.json}: features added and
 * features removed. Differences rather than the whole set, so that a new release's new defaults
 * arrive. Not thread-safe.
 */
final class FeatureChoice {
  private static final String FILE = "features.json";

  private final Home home;
  private final Set<String> added = new TreeSet<>();
  private final Set<String> removed = new TreeSet<>();

  /**
   * @throws IOException if the file is there but cannot be understood
   */
  FeatureChoice(Home home) throws IOException {
    this.home = home;
    Path file = home.path(FILE);
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file);
          JsonReader json = Json.createReader(in)) {
        JsonObject choice = json.readObject();
        read(choice, "added", added);
        read(choice, "removed", removed);
      } catch (JsonException | ClassCastException e) {
        throw new IOException(
            file
                + " cannot be read ("
                + e.getMessage()
                + "); delete it to have the default features",
            e);
      }
    }
  }

  /** The defaults, changed as chosen. */
  Set<String> apply(Collection<String> defaults) {
    Set<String> names = new TreeSet<>(defaults);
    names.addAll(added);
    names.removeAll(removed);
    return names;
  }

  void add(String name, boolean isDefault) throws IOException {
    removed.remove(name);
    if (!isDefault) {
      added.add(name);
    }
    write();
  }

  void remove(String name, boolean isDefault) throws IOException {
    added.remove(name);
    if (isDefault) {
      removed.add(name);
    }
    write();
  }

  private void write() throws IOException {
    JsonObject choice =
        Json.createObjectBuilder()
            .add("added", array(added))
            .add("removed", array(removed))
            .build();
    home.writeSecret(FILE, choice + "\n");
  }

  private static JsonArrayBuilder array(Set<String> names) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    names.forEach(array::add);
    return array;
  }

  private static void read(JsonObject choice, String key, Set<String> into) {
    if (choice.containsKey(key)) {
      choice
          .getJsonArray(key)
          .getValuesAs(JsonString.class)
          .forEach(name -> into.add(name.getString()));
    }
  }
}
