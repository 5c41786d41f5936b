package io.vedette.api.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.api.driver.CameraException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedDevicesTest {
  private static final Optional<Credentials> WRONG = Optional.of(new Credentials("admin", "wrong"));
  private static final Optional<Credentials> RIGHT = Optional.of(new Credentials("admin", "right"));

  private final AtomicLong nanos = new AtomicLong(-TimeUnit.MINUTES.toNanos(2)); // nanoTime may be
  private final SharedDevices<Recorder> devices = new SharedDevices<>(nanos::get);
  private final List<Recorder> opened = new ArrayList<>();
  private int tries;

  private static final class Recorder implements SharedDevices.Device {
    boolean alive = true;
    int closed;

    @Override
    public boolean isAlive() {
      return alive;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private Recorder open() {
    tries++;
    opened.add(new Recorder());
    return opened.get(opened.size() - 1);
  }

  private Recorder refuse() throws CameraException {
    tries++;
    throw new CameraException(Kind.UNAUTHORIZED, "refused");
  }

  private void take(Optional<Credentials> login) throws CameraException {
    devices.take("dvr:1", login, login.equals(WRONG) ? this::refuse : this::open).close();
  }

  @Test
  void camerasOfOneDevice_shareItUntilTheLastGoes() throws Exception {
    SharedDevices<Recorder>.Share first = devices.take("dvr:1", RIGHT, this::open);
    SharedDevices<Recorder>.Share second = devices.take("dvr:1", RIGHT, this::open);
    assertThat(second.device()).isSameAs(first.device());
    first.close();
    first.close();
    assertThat(opened.get(0).closed).isZero();
    second.close();
    assertThat(opened.get(0).closed).isEqualTo(1);
    assertThat(tries).isEqualTo(1);
  }

  @Test
  void brokenDevice_isOpenedAnew_andEachIsClosedOnce() throws Exception {
    SharedDevices<Recorder>.Share old = devices.take("dvr:1", RIGHT, this::open);
    old.device().alive = false;
    SharedDevices<Recorder>.Share fresh = devices.take("dvr:1", RIGHT, this::open);
    assertThat(fresh.device()).isNotSameAs(old.device());
    old.close();
    fresh.close();
    assertThat(opened).extracting(r -> r.closed).containsExactly(1, 1);
  }

  @Test
  void refusedLogin_isNotTriedForAMinute_thenFive_whoeverAsks() throws Exception {
    assertThatThrownBy(() -> take(WRONG)).hasMessage("refused");
    for (int channel = 0; channel < 16; channel++) {
      assertThatThrownBy(() -> take(WRONG))
          .isInstanceOfSatisfying(
              CameraException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAUTHORIZED))
          .hasMessageStartingWith("refused; not tried for 60 s more");
    }
    assertThat(tries).isEqualTo(1);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThatThrownBy(() -> take(WRONG)).hasMessage("refused");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(299));
    assertThatThrownBy(() -> take(WRONG)).hasMessageContaining("not tried");
    assertThat(tries).isEqualTo(2);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThatThrownBy(() -> take(WRONG)).hasMessage("refused");
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void correctedPassword_isTriedAtOnce() throws Exception {
    assertThatThrownBy(() -> take(WRONG)).hasMessage("refused");
    take(RIGHT);
    assertThat(tries).isEqualTo(2);
  }

  @Test
  void thoseWhoWait_shareTheFailure() throws Exception {
    CountDownLatch trying = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService cameras = Executors.newFixedThreadPool(4);
    try {
      Future<?> first =
          cameras.submit(
              () ->
                  devices.take(
                      "dvr:1",
                      RIGHT,
                      () -> {
                        trying.countDown();
                        awaitLatch(go);
                        throw new CameraException(Kind.UNREACHABLE, "no route");
                      }));
      trying.await();
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        others.add(cameras.submit(() -> devices.take("dvr:1", RIGHT, this::open)));
      }
      go.countDown();
      assertThatThrownBy(first::get).hasRootCauseMessage("no route");
      for (Future<?> other : others) { // waited, or came after the failure and tried anew
        try {
          other.get();
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasRootCauseMessage("no route");
        }
      }
      assertThat(opened).hasSizeLessThanOrEqualTo(1);
    } finally {
      cameras.shutdownNow();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void driverThatThrows_blocksNobody() {
    assertThatThrownBy(
            () ->
                devices.take(
                    "dvr:1",
                    RIGHT,
                    () -> {
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(opened).isEmpty();
    assertThatThrownBy(() -> take(WRONG)).hasMessage("refused");
  }
}
