package io.vedette.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.api.stream.LogEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** One viewer, all in the test's thread. */
class LiveSocketTest {
  private final FakeCursor cursor = new FakeCursor();
  private final FakeSession viewer = new FakeSession();
  private final List<LiveSocket> ended = new ArrayList<>();
  private final Queue<Runnable> silences = new ArrayDeque<>(); // that have yet to pass
  private final LiveSocket socket =
      new LiveSocket(
          () -> Optional.of(cursor), Content.LIVE, Runnable::run, silences::add, ended::add);

  private void pictures(int count) {
    for (int i = 0; i < count; i++) {
      cursor.append(TestStream.picture(TestStream.H264_1080P, i * 3600L, i == 0, 1000));
    }
  }

  @Test
  void oneMessageIsOnItsWayAtATime_theRestStaysInTheLog() {
    socket.onWebSocketOpen(viewer.session);
    pictures(100);

    assertThat(viewer.onTheWay()).isEqualTo(1);
    assertThat(cursor.waiting()).isEqualTo(99);
    viewer.takeOne();
    viewer.takeOne();
    assertThat(viewer.onTheWay()).isEqualTo(1);
    assertThat(cursor.waiting()).isEqualTo(98);
    assertThat(viewer.sent).hasSize(3);
  }

  @Test
  void aGapSendsWhatWasBeforeIt() {
    socket.onWebSocketOpen(viewer.session);
    pictures(2);
    viewer.takeOne();
    viewer.takeOne();
    cursor.append(new LogEntry.Gap(500, LogEntry.Cause.READER_TOO_SLOW));
    pictures(2);
    takeAll();

    assertThat(viewer.sent).hasSize(4); // start, init, first fragment, what was before the gap
  }

  @Test
  void replayThatFallsSilent_givesItsNewestPicture() {
    LiveSocket replay =
        new LiveSocket(
            () -> Optional.of(cursor), Content.REPLAY, Runnable::run, silences::add, ended::add);
    replay.onWebSocketOpen(viewer.session);
    pictures(1);
    takeAll();
    cursor.append(TestStream.picture(TestStream.H264_1080P, 3600, false, 1000));
    takeAll();
    int before = viewer.sent.size();

    silences.remove().run(); // began before the second picture: none
    takeAll();
    assertThat(viewer.sent).hasSize(before);
    silences.remove().run();
    takeAll();
    assertThat(viewer.sent).hasSize(before + 2);
    assertThat(viewer.sent.get(before))
        .isEqualTo("{\"ticks\":3600,\"at\":\"2026-11-25T10:00:00.000Z\"}");
    assertThat(viewer.sent.get(before + 1)).startsWith("binary");
    assertThat(silences).isEmpty();
  }

  @Test
  void timesOfAReplay_aPictureEach() {
    LiveSocket times =
        new LiveSocket(
            () -> Optional.of(cursor), Content.TIMES, Runnable::run, silences::add, ended::add);
    times.onWebSocketOpen(viewer.session);
    pictures(2);
    takeAll();

    assertThat(viewer.sent)
        .containsExactly(
            "{\"ticks\":0,\"at\":\"2026-11-25T10:00:00.000Z\"}",
            "{\"ticks\":3600,\"at\":\"2026-11-25T10:00:00.000Z\"}");
  }

  private void takeAll() {
    while (viewer.onTheWay() > 0) {
      viewer.takeOne();
    }
  }

  @Test
  void streamThatIsGoneAlready() {
    LiveSocket late =
        new LiveSocket(Optional::empty, Content.LIVE, Runnable::run, silences::add, ended::add);
    late.onWebSocketOpen(viewer.session);

    assertThat(viewer.sent).containsExactly("close 1000 there is no such stream");
    late.onWebSocketClose(1000, "");
    assertThat(ended).containsExactly(late);
  }

  @Test
  void endOfTheStream() {
    socket.onWebSocketOpen(viewer.session);
    cursor.end();

    assertThat(viewer.sent).containsExactly("close 1000 the stream has ended");
  }

  @Test
  void brokenConnectionIsClosed() {
    socket.onWebSocketOpen(viewer.session);
    pictures(1);
    viewer.breakDown();
    socket.onWebSocketClose(1006, "");

    assertThat(cursor.closed.getCount()).isZero();
    assertThat(ended).containsExactly(socket);
  }

  @Test
  void pingsOnlyAnOpenConnection() {
    socket.ping();
    socket.onWebSocketOpen(viewer.session);
    socket.ping();
    socket.close(1001, "stop");
    socket.ping();

    assertThat(viewer.sent).containsExactly("ping", "close 1001 stop");
  }
}
