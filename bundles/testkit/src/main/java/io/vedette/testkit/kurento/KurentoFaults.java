package io.vedette.testkit.kurento;

import java.time.Duration;
import java.util.Optional;

/**
 * What a test makes a server do wrong. Methods may be called by any thread and take effect before
 * they return; faults that last are switched off by a restart.
 */
public final class KurentoFaults {
  private final SimulatedKurento server;

  // Below: guarded by this.
  private boolean silent;
  private boolean garbage;
  private boolean reorder;
  private Duration delay = Duration.ZERO;
  private String deathAt = ""; // a method or an operation
  private String cutAt = ""; // likewise
  private int requestsToDeath; // 0: it does not die of their number

  KurentoFaults(SimulatedKurento server) {
    this.server = server;
  }

  /** What is done with a request. */
  enum Treatment {
    ANSWER,
    SILENCE,
    GARBAGE,
    CUT,
    DEATH
  }

  /** Decides about a request. */
  synchronized Treatment of(Request request) {
    boolean isLast = requestsToDeath > 0 && --requestsToDeath == 0;
    if (isLast || is(request, deathAt)) {
      deathAt = "";
      requestsToDeath = 0;
      return Treatment.DEATH;
    }
    if (is(request, cutAt)) {
      cutAt = "";
      return Treatment.CUT;
    }
    return silent ? Treatment.SILENCE : garbage ? Treatment.GARBAGE : Treatment.ANSWER;
  }

  private static boolean is(Request request, String methodOrOperation) {
    return request.method().equals(methodOrOperation) || request.name().equals(methodOrOperation);
  }

  synchronized boolean isSilent() {
    return silent;
  }

  synchronized boolean reorders() {
    return reorder;
  }

  synchronized Duration delay() {
    return delay;
  }

  /** Connections break and are refused, or taken again; sessions and media go on. */
  public void refuse(boolean on) {
    server.refuse(on);
  }

  /** It hangs: connections and requests are taken, but nothing is answered or carried out. */
  public synchronized void silence(boolean on) {
    silent = on;
  }

  /** Every request is answered with what is not JSON, and not carried out. */
  public synchronized void garbage(boolean on) {
    garbage = on;
  }

  /** Events of 20 ms come in reverse: IceGatheringDone before the candidates. */
  public synchronized void reorderEvents(boolean on) {
    reorder = on;
  }

  /** Requests are carried out at once, but answered late. */
  public synchronized void delayReplies(Duration by) {
    delay = by;
  }

  /** Every viewer needs another codec, says the event of the next that connects. */
  public void transcode(boolean on) {
    server.onServer(life -> life.transcodesAll(on));
  }

  /** Nothing more can be created: NOT_ENOUGH_RESOURCES; what is there goes on. */
  public void full(boolean on) {
    server.onServer(life -> life.full(on));
  }

  /** Dies when it is asked for this method ({@code create}) or operation ({@code processOffer}). */
  public synchronized void dieAt(String methodOrOperation) {
    deathAt = methodOrOperation;
  }

  /** Dies at the n-th request from now on, counted from 1. */
  public synchronized void dieAtRequest(int n) {
    requestsToDeath = n;
  }

  /** Dies now: sockets, sessions and media are gone, connections refused until the restart. */
  public void die() {
    server.die();
  }

  /** A new server at the same port that knows nothing, after a death or instead of the living. */
  public void restart() {
    synchronized (this) {
      silent = false;
      garbage = false;
      reorder = false;
      delay = Duration.ZERO;
      deathAt = "";
      cutAt = "";
      requestsToDeath = 0;
    }
    server.restart();
  }

  /** All WebSockets break; sessions and media go on. */
  public void dropSockets() {
    server.dropSockets();
  }

  /** The same when it is next asked for this method or operation, which is never answered. */
  public synchronized void dropSocketsAt(String methodOrOperation) {
    cutAt = methodOrOperation;
  }

  /** The collector comes round twice: sessions without a socket are freed. */
  public void collect() {
    server.onServer(
        life -> {
          life.media().collect();
          life.media().collect();
        });
  }

  /**
   * What a client has left behind that is gone: a pipeline with a player, held by a session that
   * nobody uses.
   *
   * @param uri of the player, which plays; empty: there is none
   * @param tag key and value, for the pipeline
   * @return name of the pipeline
   */
  public String leaveBehind(Optional<String> uri, String... tag) {
    String[] pipeline = new String[1];
    server.onServer(life -> pipeline[0] = Leftover.in(life, uri, tag));
    return pipeline[0];
  }
}
