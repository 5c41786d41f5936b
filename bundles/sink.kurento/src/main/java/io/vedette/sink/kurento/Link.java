package io.vedette.sink.kurento;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import org.kurento.client.KurentoClient;
import org.kurento.client.MediaPipeline;
import org.kurento.client.PlayerEndpoint;
import org.kurento.client.ServerInfo;
import org.kurento.client.WebRtcEndpoint;

/**
 * A connection to one media server, from its opening to its end. Every call blocks {@link
 * #REQUEST_MS} at most, and twice that while the client reconnects. Thread-safe.
 */
final class Link implements AutoCloseable {
  /**
   * A server answers in milliseconds, a busy one in tenths; one that needs longer shows nothing.
   */
  static final int REQUEST_MS = 2000;

  /** Key of the tag on our pipelines; its value says whose they are. */
  private static final String TAG = "io.vedette";

  /** Of an earlier life of ours; more are left to the server's own collector. */
  private static final int MAX_LEFTOVERS = 1000;

  /**
   * A buffer against packets that come late, which Kurento drops in heaps when it has none; its
   * default of 2 s is seen as delay.
   */
  private static final int NETWORK_CACHE_MS = 200;

  /** What happens to the connection; called by threads of the client, may block. */
  interface Listener {
    /** It may be broken: ask the server something. */
    void suspicious();

    /** It was broken and is whole again: events may be missing. */
    void resumed();

    /** There is another server now, which knows nothing of what was. */
    void restarted();
  }

  private final KurentoClient client;
  private final RpcClient rpc;
  private final String owner;
  private final String localAddress;

  private Link(KurentoClient client, RpcClient rpc, String owner, String localAddress) {
    this.client = client;
    this.rpc = rpc;
    this.owner = owner;
    this.localAddress = localAddress;
  }

  /**
   * Connects, looks whether it is a media server that can do what we need, and releases what an
   * earlier life of ours has left there.
   *
   * @param owner marks our pipelines
   * @param loops learns on which thread of netty it runs
   * @throws ServerException if it is none, or not now
   */
  static Link open(URI uri, String owner, LoopThreads loops, Listener listener)
      throws ServerException {
    RpcClient rpc = new RpcClient(uri, REQUEST_MS, loops);
    rpc.onDisconnected(listener::suspicious);
    rpc.onReconnecting(listener::suspicious);
    rpc.onReconnected(
        sameServer -> {
          if (sameServer) {
            listener.resumed();
          } else {
            listener.restarted();
          }
        });
    try {
      KurentoClient client = KurentoClient.createFromJsonRpcClientHonoringClientTimeouts(rpc);
      Link link = new Link(client, rpc, owner, localAddressTowards(uri));
      link.inspect();
      link.releaseLeftovers();
      link.rehearse();
      return link;
    } catch (ServerException | RuntimeException | IOException failed) {
      abandon(rpc);
      throw failed instanceof ServerException known ? known : ServerException.of(failed);
    }
  }

  /** Without a word to a server that may not listen. */
  private static void abandon(RpcClient rpc) {
    rpc.setSendCloseMessage(false);
    try {
      rpc.close();
    } catch (IOException | RuntimeException closed) {
      // What was wanted.
    }
  }

  /** The address of ours that the server sees: that of the way to it. */
  private static String localAddressTowards(URI uri) throws IOException {
    try (DatagramSocket way = new DatagramSocket()) {
      way.connect(new InetSocketAddress(uri.getHost(), Knock.port(uri))); // sends nothing
      return way.getLocalAddress().getHostAddress().split("%")[0];
    }
  }

  private void inspect() throws ServerException {
    ServerInfo info = call(() -> client.getServerManager().getInfo());
    List<String> can =
        info == null || info.getModules() == null
            ? List.of()
            : info.getModules().stream().flatMap(m -> m.getFactories().stream()).toList();
    if (!can.contains("PlayerEndpoint") || !can.contains("WebRtcEndpoint")) {
      throw new ServerException("is no Kurento media server with players and WebRTC");
    }
  }

  private void releaseLeftovers() throws ServerException {
    List<MediaPipeline> pipelines = call(() -> client.getServerManager().getPipelines());
    for (MediaPipeline pipeline : pipelines.subList(0, Math.min(pipelines.size(), MAX_LEFTOVERS))) {
      boolean ours =
          call(pipeline::getTags).stream()
              .anyMatch(tag -> TAG.equals(tag.getKey()) && owner.equals(tag.getValue()));
      if (ours) {
        run(pipeline::release);
      }
    }
  }

  /**
   * The first viewer shall wait neither for the loading of classes nor for a server that cannot.
   */
  private void rehearse() throws ServerException {
    MediaPipeline pipeline = pipeline();
    call(() -> new WebRtcEndpoint.Builder(pipeline).build());
    run(pipeline::release);
  }

  /** The address at which the server reaches us. */
  String localAddress() {
    return localAddress;
  }

  /** Asks for something cheap. */
  void probe() throws ServerException {
    call(() -> client.getServerManager().getInfo());
  }

  /** A pipeline that the next life of ours will find, should this one end before it is released. */
  MediaPipeline pipeline() throws ServerException {
    MediaPipeline pipeline = call(client::createMediaPipeline);
    run(() -> pipeline.addTag(TAG, owner));
    return pipeline;
  }

  /** A player that hands on what comes as it is. */
  static PlayerEndpoint player(MediaPipeline in, String address) throws ServerException {
    return call(
        () ->
            new PlayerEndpoint.Builder(in, address)
                .useEncodedMedia()
                .withNetworkCache(NETWORK_CACHE_MS)
                .build());
  }

  /** Calls the server. */
  static <T> T call(Supplier<T> call) throws ServerException {
    try {
      return call.get();
    } catch (RuntimeException failed) {
      throw ServerException.of(failed);
    }
  }

  /** Calls the server for nothing. */
  static void run(Runnable call) throws ServerException {
    call(
        () -> {
          call.run();
          return true;
        });
  }

  /** For a server that has failed: ends without a word to it. */
  void abandon() {
    rpc.setSendCloseMessage(false);
    close();
  }

  @Override
  public void close() {
    try {
      client.destroy();
    } catch (RuntimeException closed) {
      // What was wanted.
    }
  }
}
