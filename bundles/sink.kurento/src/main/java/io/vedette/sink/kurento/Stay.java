package io.vedette.sink.kurento;

import io.vedette.api.live.LiveEngine.LiveSession;
import io.vedette.api.live.LiveEngine.ViewerStatus;
import io.vedette.api.live.LiveException;
import io.vedette.api.restream.Restream;
import io.vedette.api.restream.Restream.Ticket;
import io.vedette.api.stream.StreamHub;
import io.vedette.api.stream.StreamKey;
import io.vedette.webrtc.sdp.TrickledCandidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What we have in one server from a connect to its end: feeds and their viewers. A feed lives as
 * long as it has viewers. Thread-safe; what calls the server runs on the threads of {@link Calls}.
 */
final class Stay {
  private static final Logger LOG = LoggerFactory.getLogger(Stay.class);

  /** One viewer costs 1.3 % of a core there and five threads. */
  static final int MAX_VIEWERS = 512;

  /** Where streams come from. */
  record Streams(StreamHub hub, Restream restream) {}

  /** What is counted over all stays. */
  interface Tally {
    void feedRestarted();

    void transcoded();
  }

  private static final class Shared {
    final Feed feed;
    int users;

    Shared(Feed feed) {
      this.feed = feed;
    }
  }

  private record Guest(Viewer viewer, List<String> mids) {}

  private final Link link;
  private final String name;
  private final Streams streams;
  private final Calls calls;
  private final Tally tally;
  private final Map<StreamKey, Shared> feeds = new HashMap<>(); // guarded by this
  private final Map<String, Guest> guests = new HashMap<>(); // guarded by this, by session
  private int opening; // guarded by this
  private boolean over; // guarded by this

  /**
   * @param name how logs name the server
   */
  Stay(Link link, String name, Streams streams, Calls calls, Tally tally) {
    this.link = link;
    this.name = name;
    this.streams = streams;
    this.calls = calls;
    this.tally = tally;
  }

  synchronized int load() {
    return guests.size() + opening;
  }

  boolean isFull() {
    return load() >= MAX_VIEWERS;
  }

  /** Opens a viewer; blocks. A result that nobody waits for any more is taken back. */
  void open(Offered offer, String session, CompletableFuture<LiveSession> result) {
    if (result.isDone()) {
      return;
    }
    Shared shared = null;
    Viewer viewer = null;
    try {
      shared = join(offer.key());
      viewer = Viewer.in(shared.feed, session, v -> end(v.id(), "its browser has gone"));
      String answer = viewer.answer(offer.sdp(), offer.audio());
      arrives(viewer, offer);
      if (result.complete(new LiveSession(session, answer))) {
        LOG.info("viewer of {} at {}", offer.key(), name);
        return;
      }
    } catch (ServerException | LiveException | RuntimeException failed) {
      result.completeExceptionally(failed);
    } finally {
      arrived();
    }
    takeBack(session, shared, viewer);
  }

  private Shared join(StreamKey key) throws ServerException {
    Shared shared;
    boolean first;
    synchronized (this) {
      opening++;
      if (over) {
        throw new ServerException("is being left");
      }
      shared = feeds.get(key);
      first = shared == null;
      if (first) {
        Ticket ticket =
            streams
                .restream()
                .ticket(key, "kurento")
                .orElseThrow(() -> new ServerException("cannot be fed: no restream now"));
        shared = new Shared(new Feed(key, streams.hub(), ticket, name, new FeedHost()));
        feeds.put(key, shared);
      }
      shared.users++;
    }
    if (first) {
      shared.feed.start(link);
    }
    return shared;
  }

  private synchronized void arrives(Viewer viewer, Offered offer) throws ServerException {
    if (over) {
      throw new ServerException("is being left");
    }
    guests.put(viewer.id(), new Guest(viewer, offer.mids()));
  }

  private synchronized void arrived() {
    opening--;
  }

  private void takeBack(String session, Shared shared, Viewer viewer) {
    synchronized (this) {
      guests.remove(session);
    }
    if (viewer != null) {
      viewer.release();
    }
    if (shared != null) {
      leave(shared.feed).run();
    }
  }

  /** One viewer of it less; what is returned ends the feed in the server if it was the last. */
  private synchronized Runnable leave(Feed feed) {
    Shared shared = feeds.get(feed.key());
    if (shared == null || shared.feed != feed || --shared.users > 0) {
      return () -> {};
    }
    feeds.remove(feed.key());
    feed.close();
    return feed::release;
  }

  boolean close(String session) {
    return end(session, "closed by its page");
  }

  private boolean end(String session, String reason) {
    Viewer viewer;
    Runnable last;
    synchronized (this) {
      Guest guest = guests.remove(session);
      if (guest == null) {
        return false;
      }
      viewer = guest.viewer;
      last = leave(viewer.feed());
    }
    LOG.info("viewer of {} at {} ended: {}", viewer.feed().key(), name, reason);
    boolean submitted =
        calls.submit(
            () -> {
              viewer.release();
              last.run();
            });
    if (!submitted) {
      LOG.warn("{} has too much to do to end a viewer; it will notice by itself", name);
    }
    return true;
  }

  boolean trickle(String session, List<TrickledCandidate> candidates) {
    Guest guest;
    synchronized (this) {
      guest = guests.get(session);
    }
    if (guest != null && !candidates.isEmpty()) {
      calls.submit(() -> guest.viewer.trickle(candidates, guest.mids));
    }
    return guest != null;
  }

  List<ViewerStatus> viewers() {
    return here().stream().map(Viewer::status).toList();
  }

  private synchronized List<Viewer> here() {
    return guests.values().stream().map(Guest::viewer).toList();
  }

  private synchronized List<Feed> playing() {
    return feeds.values().stream().map(s -> s.feed).toList();
  }

  /** Looks at the time, about once a second. */
  void tick(long nowNs) {
    for (Feed feed : playing()) {
      feed.tick(nowNs);
    }
    List<Feed> ended = playing().stream().filter(Feed::isEnded).toList();
    for (Viewer viewer : here()) {
      if (ended.contains(viewer.feed())) {
        end(viewer.id(), "there is no such stream any more");
      } else if (viewer.isOverdue(nowNs)) {
        end(viewer.id(), "it never came");
      }
    }
  }

  /** The connection was broken, and events with it: asks for everything anew. */
  void resync() {
    playing().forEach(feed -> calls.submit(feed::resync));
    for (Viewer viewer : here()) {
      calls.submit(
          () -> {
            if (viewer.isGone()) {
              end(viewer.id(), "its browser has gone");
            }
          });
    }
  }

  /** The server is gone, and all that was in it. */
  void lose() {
    List<Feed> lost = new ArrayList<>();
    synchronized (this) {
      over = true;
      feeds.values().forEach(shared -> lost.add(shared.feed));
      feeds.clear();
      guests.clear();
    }
    lost.forEach(Feed::close);
  }

  /** We go: releases all that is ours; blocks. */
  void leave() {
    List<Feed> all = playing();
    lose();
    all.forEach(Feed::release); // a pipeline goes with all that is in it
  }

  private final class FeedHost implements Feed.Host {
    @Override
    public boolean submit(Runnable work) {
      return calls.submit(work);
    }

    @Override
    public void restarted() {
      tally.feedRestarted();
    }

    @Override
    public void transcodes() {
      tally.transcoded();
    }
  }
}
