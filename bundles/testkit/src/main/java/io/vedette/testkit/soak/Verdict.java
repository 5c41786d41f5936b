package io.vedette.testkit.soak;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was lost, and what nobody can explain. Used by one thread. */
final class Verdict {
  /** A camera that is silent for 10 s is offline; and a little for its last picture's way. */
  static final long SILENCE_MILLIS = 14_000;

  private static final int MOST_FAULTS = 50; // the first ones tell

  private final List<String> losses = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> causes = new TreeMap<>();
  private long delivered;
  private long recorded;
  private long excused;
  private long lost;
  private long dropped;
  private long wrong; // pictures that were never sent, gaps and silences without reason, bad files

  void delivered(int pictures) {
    delivered += pictures;
  }

  void recorded(int pictures) {
    recorded += pictures;
  }

  /** Pictures that a camera left out, because the recorder read too slowly. */
  void dropped(int pictures) {
    dropped += pictures;
  }

  /** A picture near garbage is missing. */
  void excused() {
    excused++;
  }

  /** Pictures in a row are missing. */
  void lost(String stream, int pictures, long firstDueMillis, long lastDueMillis, String when) {
    lost += pictures;
    note(
        losses,
        "%s: lost %d pictures from %s to %s%s"
            .formatted(
                stream,
                pictures,
                Instant.ofEpochMilli(firstDueMillis),
                Instant.ofEpochMilli(lastDueMillis),
                when));
  }

  void twice(String stream, long dueMillis) {
    fault(stream + ": recorded twice the picture of " + Instant.ofEpochMilli(dueMillis));
  }

  void neverSent(String stream, long wallMillis) {
    fault(stream + ": recorded what was not delivered at " + Instant.ofEpochMilli(wallMillis));
  }

  /** A gap in a timeline. */
  void gap(String stream, Recorded.Gap gap) {
    causes.merge(gap.cause().isEmpty() ? "none" : gap.cause(), 1, Integer::sum);
    if (!gap.cause().equals("camera-offline")) {
      fault(
          "%s: a gap from %s to %s for the cause \"%s\""
              .formatted(
                  stream,
                  Instant.ofEpochMilli(gap.fromMillis()),
                  Instant.ofEpochMilli(gap.toMillis()),
                  gap.cause()));
    }
  }

  /** Nothing was delivered between two times: the timeline must not call the middle recorded. */
  void silence(Recorded stream, long fromMillis, long toMillis) {
    long middle = (fromMillis + toMillis) / 2;
    if (stream.gaps().stream().noneMatch(g -> g.fromMillis() <= middle && middle < g.toMillis())) {
      fault(
          "%s: called recorded, but silent from %s to %s"
              .formatted(
                  stream.name(), Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(toMillis)));
    }
  }

  void fault(String what) {
    wrong++;
    note(faults, what);
  }

  private static void note(List<String> list, String what) {
    if (list.size() < MOST_FAULTS) {
      list.add(what);
    }
  }

  /**
   * True if nothing was lost and nothing is unexplained; a soak without pictures proves nothing.
   */
  boolean isGood() {
    return lost == 0 && dropped == 0 && wrong == 0 && recorded > 0;
  }

  /** For people: what was wrong, the counts, and the last line. */
  String report() {
    StringBuilder text = new StringBuilder();
    losses.forEach(loss -> text.append("  ").append(loss).append('\n'));
    faults.forEach(fault -> text.append("  ").append(fault).append('\n'));
    text.append("delivered whole     ").append(delivered).append(" pictures\n");
    text.append("recorded            ").append(recorded).append('\n');
    text.append("damaged by garbage  ").append(excused).append('\n');
    text.append("lost                ").append(lost).append('\n');
    text.append("not read in time    ").append(dropped).append('\n');
    text.append("gaps by cause       ").append(causes).append('\n');
    text.append("other faults        ").append(wrong).append('\n');
    text.append("verdict: ").append(isGood() ? "nothing was lost" : "FAILED").append('\n');
    return text.toString();
  }
}
