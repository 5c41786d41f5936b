package io.vedette.itests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vedette.itests.SharedAppliance.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What replays hold in the appliance's process, as an administrator and the operating system see
 * it.
 *
 * @param threads of replays
 * @param files open below the home, also deleted ones
 * @param pipes to children, and the process's own
 */
record Held(int replays, int viewers, long threads, long files, long pipes, long children) {
  /** Who counts or makes processes of the shared appliance holds this lock. */
  static final String CHILDREN = "children of the shared appliance";

  static Held now(Shared shared) throws IOException {
    JsonObject system = shared.admin().get("/api/v1/system").object();
    ProcessHandle process = shared.appliance().handle();
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Name comm = task -> Files.readString(task.resolve("comm"));
    Name target = fd -> Files.readSymbolicLink(fd).toString();
    return new Held(
        system.get("replays").getAsInt(),
        viewers(system.getAsJsonObject("live")),
        count(proc.resolve("task"), comm, "replay "),
        count(proc.resolve("fd"), target, shared.home().toString()),
        count(proc.resolve("fd"), target, "pipe:"),
        process.descendants().count());
  }

  private static int viewers(JsonObject live) {
    int viewers = 0;
    for (JsonElement engine : live.getAsJsonArray("engines")) {
      viewers += engine.getAsJsonObject().get("viewers").getAsInt();
    }
    return viewers;
  }

  /** What an entry of a folder of /proc stands for. */
  private interface Name {
    String of(Path entry) throws IOException;
  }

  private static long count(Path folder, Name name, String beginning) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> begins(entry, name, beginning)).count();
    }
  }

  private static boolean begins(Path entry, Name name, String beginning) {
    try {
      return name.of(entry).startsWith(beginning);
    } catch (IOException e) {
      return false; // gone since the folder was listed
    }
  }

  /** True if nothing is more than it was. */
  boolean isAtMost(Held before) {
    return replays <= before.replays
        && viewers <= before.viewers
        && threads <= before.threads
        && files <= before.files
        && pipes <= before.pipes
        && children <= before.children;
  }
}
