package io.vedette.source.onvif;

import io.vedette.api.driver.CameraAddress;
import io.vedette.api.driver.CameraConnection;
import io.vedette.api.driver.CameraDriver;
import io.vedette.api.driver.CameraException;
import io.vedette.api.driver.CameraException.Kind;
import io.vedette.api.driver.CameraSettings;
import io.vedette.api.driver.DeviceInfo;
import io.vedette.api.driver.EventFeed;
import io.vedette.api.driver.ImagingControl;
import io.vedette.api.driver.MediaFeed;
import io.vedette.api.driver.PtzControl;
import io.vedette.api.driver.StreamOffer;
import io.vedette.api.stream.Profile;
import io.vedette.onvif.DeviceIdentity;
import io.vedette.onvif.ImagingService;
import io.vedette.onvif.Login;
import io.vedette.onvif.MediaProfile;
import io.vedette.onvif.MediaService;
import io.vedette.onvif.OnvifClient;
import io.vedette.onvif.OnvifException;
import io.vedette.onvif.ProfileChoice;
import io.vedette.onvif.PtzService;
import io.vedette.onvif.Service;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A camera whose profiles are known; its streams are a connection of the driver {@code rtsp}. */
final class OnvifConnection implements CameraConnection {
  private static final String DEFAULT_PATH = "/onvif/device_service";

  private final CameraAddress address;
  private final URI device;
  private final Tls tls;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final HttpSoap http;
  private final OnvifClient client;
  private DeviceInfo info = DeviceInfo.UNKNOWN;
  private List<MediaProfile> profiles = List.of();
  private volatile boolean forcesKeyPictures = true;
  private MediaService media; // null before connect
  private ProfileChoice choice; // null before connect
  private CameraConnection streams; // null before connect; guarded by this
  private boolean closed; // guarded by this

  OnvifConnection(CameraAddress address, Tls tls, Clock clock) {
    this.address = address;
    this.tls = tls;
    this.clock = clock;
    String path = Objects.requireNonNullElse(address.main().getRawPath(), "");
    this.device =
        path.isEmpty() || path.equals("/") ? address.main().resolve(DEFAULT_PATH) : address.main();
    this.http = http();
    Optional<Login> login = address.credentials().map(c -> new Login(c.user(), c.password()));
    this.client = new OnvifClient(http, device, login, clock, random);
  }

  private HttpSoap http() {
    return new HttpSoap(
        tls,
        address.credentials().map(c -> new io.vedette.rtsp.Login(c.user(), c.password())),
        random);
  }

  /** Learns who the camera is and what it streams, and reaches its main stream. */
  void connect(CameraDriver rtsp) throws CameraException {
    CameraAddress where = Failures.translated(device, this::learn);
    CameraConnection reached = rtsp.connect(where);
    synchronized (this) {
      if (!closed) {
        streams = reached;
        return;
      }
    }
    reached.close();
    throw new CameraException(Kind.ENDED, "closed");
  }

  /** Where its streams are. */
  private CameraAddress learn() throws IOException, OnvifException {
    client.connect();
    DeviceIdentity told = DeviceIdentity.ask(client);
    info =
        new DeviceInfo(
            told.manufacturer(),
            told.model(),
            told.firmware(),
            told.mac().isEmpty() ? told.serial() : told.mac());
    media = new MediaService(client);
    profiles = media.profiles();
    choice =
        ProfileChoice.of(profiles, address.channel())
            .orElseThrow(
                () ->
                    new OnvifException(
                        OnvifException.Kind.UNSUPPORTED,
                        "no profile with H.264 or H.265 for channel "
                            + address.channel()
                            + " among "
                            + profiles.size()));
    URI main = media.streamUri(choice.main());
    Optional<URI> sub = Optional.empty();
    if (choice.sub().isPresent()) {
      sub = Optional.of(media.streamUri(choice.sub().get()));
    }
    return new CameraAddress(main, sub, address.credentials(), 1);
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public List<StreamOffer> streams() {
    return reached().map(CameraConnection::streams).orElse(List.of());
  }

  @Override
  public MediaFeed open(StreamOffer offer) throws CameraException {
    Optional<CameraConnection> to = reached();
    if (to.isEmpty()) {
      throw new CameraException(Kind.ENDED, "closed");
    }
    MediaFeed feed = to.get().open(offer);
    forceKeyPicture(offer.profile());
    return feed;
  }

  /** The feed waits for a key picture, which a camera may send but each 10 s. */
  private void forceKeyPicture(Profile profile) {
    if (!forcesKeyPictures) {
      return;
    }
    try {
      media.forceKeyPicture(profile == Profile.SUB ? choice.sub().orElseThrow() : choice.main());
    } catch (IOException | OnvifException cannot) {
      forcesKeyPictures = false; // not asked again
    }
  }

  private synchronized Optional<CameraConnection> reached() {
    return Optional.ofNullable(streams);
  }

  @Override
  public Optional<PtzControl> ptz() {
    if (!client.offers(Service.PTZ)) {
      return Optional.empty();
    }
    return ptzProfile()
        .map(profile -> new OnvifPtz(device, new PtzService(client, profile.token())));
  }

  /** The main profile, or another of the same camera, that a movement can be asked of. */
  private Optional<MediaProfile> ptzProfile() {
    if (choice.main().ptz()) {
      return Optional.of(choice.main());
    }
    return profiles.stream()
        .filter(p -> p.ptz() && p.source().equals(choice.main().source()))
        .findFirst();
  }

  @Override
  public Optional<CameraSettings> settings() {
    return Optional.of(new OnvifSettings(device, client, media.isSecond(), choice, this::close));
  }

  @Override
  public Optional<ImagingControl> imaging() {
    String source = choice.main().source();
    return client.offers(Service.IMAGING) && !source.isEmpty()
        ? Optional.of(new OnvifImaging(device, new ImagingService(client, source)))
        : Optional.empty();
  }

  @Override
  public Optional<EventFeed> events() throws CameraException {
    if (!client.offers(Service.EVENTS)) {
      return Optional.empty();
    }
    List<String> others =
        profiles.stream()
            .map(MediaProfile::source)
            .filter(source -> !source.equals(choice.main().source()))
            .distinct()
            .toList();
    return Optional.of(OnvifEvents.subscribe(device, client, this::http, others, clock, random));
  }

  @Override
  public void close() {
    CameraConnection open;
    synchronized (this) {
      closed = true;
      open = streams;
      streams = null;
    }
    http.close();
    if (open != null) {
      open.close();
    }
  }
}
