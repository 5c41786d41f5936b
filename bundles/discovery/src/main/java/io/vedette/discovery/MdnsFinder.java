package io.vedette.discovery;

import io.vedette.api.discovery.CameraFinder;
import io.vedette.api.discovery.FoundCamera;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** mDNS: asks for the service types that cameras announce, on every interface. */
@Component(service = CameraFinder.class)
public final class MdnsFinder implements CameraFinder {
  private final Responders responders;

  @Activate
  public MdnsFinder(@Reference Responders responders) {
    this.responders = responders;
  }

  @Override
  public String via() {
    return "mdns";
  }

  @Override
  public void find(Duration window, Consumer<FoundCamera> found)
      throws IOException, InterruptedException {
    long endNs = System.nanoTime() + window.toNanos();
    MdnsSightings sightings = new MdnsSightings(found);
    Listener listener = new Listener(responders, sightings);
    for (JmDNS responder : responders.await(window)) {
      MdnsCameras.TYPES.forEach(type -> responder.addServiceListener(type, listener));
    }
    try {
      Thread.sleep(Math.max(0, (endNs - System.nanoTime()) / 1_000_000));
      sightings.end();
    } finally {
      for (JmDNS responder : responders.now()) {
        MdnsCameras.TYPES.forEach(type -> responder.removeServiceListener(type, listener));
      }
    }
  }

  private record Listener(Responders responders, MdnsSightings sightings)
      implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      event.getDNS().requestServiceInfo(event.getType(), event.getName(), true);
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {}

    @Override
    public void serviceResolved(ServiceEvent event) {
      if (!responders.isOurs(event.getName())) {
        sightings.resolved(MdnsCameras.Service.of(event.getInfo()));
      }
    }
  }
}
