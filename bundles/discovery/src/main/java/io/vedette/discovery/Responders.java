package io.vedette.discovery;

import io.vedette.api.restream.Restream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mDNS responders, one per address of this machine, on which the recorder announces itself.
 * JmDNS knows one interface each, and making or ending one takes 2 s: a thread keeps the set equal
 * to the addresses that are there.
 */
@Component(service = Responders.class, configurationPid = "io.vedette.discovery")
@Designate(ocd = Responders.Config.class)
public final class Responders {
  /** Settings. */
  @ObjectClassDefinition(
      id = "io.vedette.discovery",
      name = "Vedette discovery",
      description = "Finding cameras, and being found")
  public @interface Config {
    /** Whether the recorder announces itself. */
    @AttributeDefinition(
        name = "Announce this recorder",
        description = "By mDNS, so that it is found without knowing its address.")
    boolean announce() default true;

    /** Name under which it does. */
    @AttributeDefinition(
        name = "Name",
        description = "Under which it announces itself. Empty: Vedette and the host's name.")
    String name() default "";
  }

  /** In the TXT record of recorders like this one. */
  static final String PRODUCT = "Vedette";

  private static final Logger LOG = LoggerFactory.getLogger(Responders.class);

  private static final long LOOK_MILLIS = 10_000;
  private static final long JOIN_MILLIS = 6_000;

  private static final String RTSP = "_rtsp._tcp.local.";

  private final Map<String, Integer> announced; // type → port; empty: nothing is
  private final String name;
  private final Map<InetAddress, JmDNS> responders = new HashMap<>(); // guarded by this
  private final Set<InetAddress> refused = new HashSet<>(); // the thread's
  private final Map<JmDNS, ServiceInfo> rtsp = new HashMap<>(); // announced there; the thread's
  private volatile Restream restream; // null: it is not there
  private final Thread thread;
  private boolean ready; // the first look is over; guarded by this
  private boolean closed; // guarded by this

  /** Called by SCR. */
  @Activate
  public Responders(BundleContext context, Config config) {
    this(
        config.announce() ? Announcement.of(context::getProperty) : Map.of(),
        Announcement.name(config.name()));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindRestream(Restream service) {
    restream = service;
  }

  void unbindRestream(Restream service) {
    if (restream == service) {
      restream = null;
    }
  }

  Responders(Map<String, Integer> announced, String name) {
    this.announced = Map.copyOf(announced);
    this.name = name;
    this.thread = new Thread(this::run, "mdns");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.join(JOIN_MILLIS);
  }

  /** Those that are there, after the first have been made. */
  synchronized List<JmDNS> await(Duration wait) throws InterruptedException {
    long endNs = System.nanoTime() + wait.toNanos();
    while (!ready && !closed && endNs - System.nanoTime() > 0) {
      wait(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
    }
    return now();
  }

  /** True for a service of ours. Its TXT record, which would tell, is not always in what we see. */
  boolean isOurs(String service) {
    return !announced.isEmpty() && service.startsWith(name); // "name (2)" beside another such
  }

  /** Those that are there. */
  synchronized List<JmDNS> now() {
    return List.copyOf(responders.values());
  }

  private void run() {
    try {
      while (!isClosed()) {
        look();
        pause();
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted");
    } finally {
      // All at once: each takes its time to say goodbye.
      now().parallelStream().forEach(Responders::end);
    }
  }

  private void look() {
    Set<InetAddress> there;
    try {
      there = new HashSet<>(Interfaces.addresses());
      there.removeIf(InetAddress::isLoopbackAddress);
    } catch (IOException e) {
      LOG.warn("the network interfaces cannot be listed: {}", e.getMessage());
      return;
    }
    refused.retainAll(there);
    Map<InetAddress, JmDNS> gone = new HashMap<>();
    Set<InetAddress> fresh = new HashSet<>(there);
    synchronized (this) {
      responders.forEach(
          (address, responder) -> {
            if (!there.contains(address)) {
              gone.put(address, responder);
            }
          });
      responders.keySet().removeAll(gone.keySet());
      fresh.removeAll(responders.keySet());
    }
    gone.values().forEach(Responders::end);
    for (InetAddress address : fresh) {
      begin(address);
    }
    tellRtsp();
    synchronized (this) {
      ready = true;
      notifyAll();
    }
  }

  private void begin(InetAddress address) {
    try {
      JmDNS responder = JmDNS.create(address);
      synchronized (this) {
        responders.put(address, responder);
        notifyAll();
      }
      for (Map.Entry<String, Integer> one : announced.entrySet()) {
        responder.registerService(service(one.getKey(), one.getValue()));
      }
      refused.remove(address);
    } catch (IOException | IllegalStateException e) {
      if (refused.add(address)) {
        LOG.info("no mDNS at {}: {}", address.getHostAddress(), e.getMessage());
      }
    }
  }

  /** The RTSP server comes and goes by itself, and may find its port taken. */
  private void tellRtsp() {
    Restream server = restream;
    OptionalInt port = server == null || announced.isEmpty() ? OptionalInt.empty() : server.port();
    rtsp.keySet().retainAll(now());
    for (JmDNS responder : now()) {
      ServiceInfo told = rtsp.get(responder);
      if (told != null && (port.isEmpty() || port.getAsInt() != told.getPort())) {
        responder.unregisterService(rtsp.remove(responder));
      }
      if (port.isPresent() && !rtsp.containsKey(responder)) {
        try {
          ServiceInfo service = service(RTSP, port.getAsInt());
          responder.registerService(service);
          rtsp.put(responder, service);
        } catch (IOException | IllegalStateException e) {
          LOG.debug("announcing RTSP: {}", e.getMessage()); // the next look tries again
        }
      }
    }
  }

  private ServiceInfo service(String type, int port) {
    return ServiceInfo.create(type, name, port, 0, 0, Map.of("product", PRODUCT));
  }

  private static void end(JmDNS responder) {
    try {
      responder.close();
    } catch (IOException e) {
      LOG.debug("closing mDNS: {}", e.getMessage());
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void pause() throws InterruptedException {
    long endNs = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    while (!closed && endNs - System.nanoTime() > 0) {
      wait(Math.max(1, (endNs - System.nanoTime()) / 1_000_000));
    }
  }

  @Override
  public synchronized String toString() {
    return "Responders" + Arrays.toString(responders.keySet().toArray());
  }
}
