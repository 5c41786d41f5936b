package io.vedette.testkit.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.stream.Profile;
import io.vedette.testkit.Clip;
import io.vedette.testkit.MediaLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the soak takes for a loss, and what not. */
class SoakTest {
  private static final Clip CLIP = Clip.of(Clip.Scene.STREET, Profile.SUB);
  private static final MediaLoop LOOP = MediaLoop.video(CLIP);
  private static final PictureNumbers NUMBERS = new PictureNumbers(CLIP);
  private static final long BEGIN = 1_790_000_000_123L;

  private final StreamBooks books = new StreamBooks(Map.of(Profile.SUB, NUMBERS), BEGIN);
  private final Verdict verdict = new Verdict();
  private final List<Long> onDisk = new ArrayList<>();
  private long first;

  @BeforeEach
  void aMinuteIsDelivered() {
    first = LOOP.firstFrom(BEGIN);
    LongStream.range(first, first + 60 * 15).forEach(this::deliver);
  }

  private void deliver(long number) {
    books.delivered(Profile.SUB, LOOP.unit(number));
    onDisk.add(number);
  }

  private Verdict compare(Recorded.Gap... gaps) {
    books.compare(Profile.SUB, new Recorded("soak-0/sub", onDisk, List.of(gaps)), verdict);
    return verdict;
  }

  @Test
  void pictureInAFile_isKnownByItsContent_wherever10SecondsOffItsTime() {
    for (long number = first; number < first + 250; number++) {
      long due = LOOP.dueMillis(number);
      ByteBuffer payload = LOOP.unit(number).payload();
      assertThat(NUMBERS.of(LOOP.unit(number))).isEqualTo(number);
      assertThat(NUMBERS.of(payload, due)).hasValue(number);
      assertThat(NUMBERS.of(payload, due + 7_000)).hasValue(number);
      assertThat(NUMBERS.of(payload, due - 7_000)).hasValue(number);
    }
    ByteBuffer other = Clip.of(Clip.Scene.HALL, Profile.SUB).units().get(0).payload();
    assertThat(NUMBERS.of(other, BEGIN)).isEmpty();
  }

  @Test
  void allOnDisk_isGood() {
    assertThat(compare().isGood()).as(verdict.report()).isTrue();
  }

  @Test
  void nothingAtAll_provesNothing() {
    assertThat(new Verdict().isGood()).isFalse();
  }

  @Test
  void oneMissing_isALoss() {
    onDisk.remove(400);
    assertThat(compare().isGood()).isFalse();
    assertThat(verdict.report()).contains("lost                1\n", "verdict: FAILED");
  }

  @Test
  void lossesInARowAreOneLine_withWhatTheCameraDid() {
    books.does(Deed.Kind.GO_ON, LOOP.dueMillis(first + 370));
    books.does(Deed.Kind.VANISH, LOOP.dueMillis(first + 430));
    onDisk.subList(400, 430).clear();
    onDisk.remove(500);
    assertThat(compare().isGood()).isFalse();
    assertThat(verdict.report().lines().filter(line -> line.contains("soak-0/sub: lost")))
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .contains("lost 30 pictures")
                    .endsWith("; 2.0 s after GO_ON; 2.0 s before VANISH"),
            one -> assertThat(one).contains("lost 1 pictures").contains(" s after VANISH"));
  }

  @Test
  void twiceInFiles_isAFault() {
    onDisk.add(onDisk.get(100));
    assertThat(compare().isGood()).isFalse();
    assertThat(verdict.report()).contains("recorded twice");
  }

  @Test
  void missingBehindGarbage_isExcused_laterIsNot() {
    onDisk.subList(400, 410).clear();
    books.does(Deed.Kind.GARBLE, LOOP.dueMillis(first + 399));
    assertThat(compare().isGood()).as(verdict.report()).isTrue();
    onDisk.remove(600);
    assertThat(compare().isGood()).isFalse();
  }

  @Test
  void recordedButNeverDelivered_isAFault() {
    onDisk.add(first + 5_000);
    assertThat(compare().isGood()).isFalse();
  }

  @Test
  void leftOutBecauseNobodyRead_isAFault() {
    books.dropped(Profile.SUB, LOOP.unit(first + 5_000));
    assertThat(compare().isGood()).isFalse();
  }

  @Test
  void gapNeedsTheCauseThatTheCameraIsAway() {
    assertThat(compare(new Recorded.Gap(BEGIN, BEGIN + 900, "camera-offline")).isGood()).isTrue();
    assertThat(compare(new Recorded.Gap(BEGIN, BEGIN + 900, "disk-error")).isGood()).isFalse();
  }

  @Test
  void silenceMustBeAGap() {
    long later = first + 90 * 15;
    deliver(later);
    long middle = LOOP.dueMillis(first + 75 * 15);
    assertThat(compare(new Recorded.Gap(middle - 5000, middle + 5000, "camera-offline")).isGood())
        .as(verdict.report())
        .isTrue();
    assertThat(compare().isGood()).isFalse();
    assertThat(verdict.report()).contains("called recorded, but silent");
  }

  @Test
  void deedsFollowFromTheSeed_andFaultsEnd() {
    List<Deed> deeds = Deed.plan(7, 4, 600_000);
    assertThat(deeds).isEqualTo(Deed.plan(7, 4, 600_000)).isNotEqualTo(Deed.plan(8, 4, 600_000));
    assertThat(deeds).isSortedAccordingTo((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
    assertThat(deeds).extracting(Deed::kind).contains(Deed.Kind.values());
    for (int camera = 0; camera < 4; camera++) {
      int number = camera;
      List<Deed.Kind> own =
          deeds.stream().filter(d -> d.camera() == number).map(Deed::kind).toList();
      for (int i = 0; i + 1 < own.size(); i++) {
        if (own.get(i) == Deed.Kind.STALL) {
          assertThat(own.get(i + 1)).isEqualTo(Deed.Kind.GO_ON);
        }
        if (own.get(i) == Deed.Kind.VANISH) {
          assertThat(own.get(i + 1)).isIn(Deed.Kind.COME_BACK, Deed.Kind.COME_BACK_MUTE);
        }
      }
    }
  }

  @Test
  void options_wrongOnesAreSaid() {
    assertThat(SoakOptions.parse("dist", "--seed", "5", "--minutes", "2").seed()).isEqualTo(5);
    assertThatThrownBy(() -> SoakOptions.parse("dist", "--seed", "x"))
        .hasMessageContaining("--seed");
    assertThatThrownBy(() -> SoakOptions.parse("dist", "--speed")).hasMessageContaining("--speed");
  }
}
