package io.vedette.source.dvr;

import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.Credentials;
import io.vedette.api.driver.SharedDevices;
import io.vedette.dvr.DvrAddress;
import io.vedette.dvr.DvrLogin;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** The sessions that are open, shared by the cameras of each DVR. Thread-safe. */
final class DvrSessions {
  private final Clock clock;
  private final SessionSettings settings;
  private final SharedDevices<DvrSession> shared = new SharedDevices<>(System::nanoTime);
  private final Map<DvrAddress, Semaphore> arming = new HashMap<>(); // guarded by this
  private final Set<DvrSession> open = new HashSet<>(); // guarded by this
  private boolean closed; // guarded by this

  DvrSessions(Clock clock, SessionSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** A share in a session that is signed in and knows what the DVR is. */
  SharedDevices<DvrSession>.Share take(
      DvrAddress address, DvrLogin login, Optional<Credentials> credentials, boolean extra)
      throws CameraException {
    String device = address + "?" + address.dataPort() + (extra ? " extra" : " main");
    return shared.take(device, credentials, () -> open(address, login, extra));
  }

  private DvrSession open(DvrAddress address, DvrLogin login, boolean extra)
      throws CameraException {
    Semaphore turn = arming(address);
    DvrSession session;
    synchronized (this) {
      if (closed) {
        throw new CameraException(CameraException.Kind.ENDED, "the driver stops");
      }
      session = new DvrSession(address, login, settings.of(extra), clock, turn, this::ended);
      open.add(session);
    }
    session.start();
    return session;
  }

  /** Held by the session whose data connection a DVR has not yet recognised. */
  private synchronized Semaphore arming(DvrAddress address) {
    return arming.computeIfAbsent(address, a -> new Semaphore(1));
  }

  private synchronized void ended(DvrSession session) {
    open.remove(session);
  }

  void close() {
    Set<DvrSession> left;
    synchronized (this) {
      closed = true;
      left = Set.copyOf(open);
    }
    left.forEach(DvrSession::close);
  }
}
