package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Commands and replies of one control connection. One command is under way at a time, since a reply
 * names its command's id only, and that of a settings block not even the block. Used by one thread
 * at a time.
 */
final class ControlDialogue {
  private static final int MAX_WAITING = 64;

  private final Deque<Command> waiting = new ArrayDeque<>();
  private final Deque<ByteBuffer> output = new ArrayDeque<>();
  private Command current; // null: none under way
  private long deadlineNanos;
  private long unasked;

  /** Gets the parameters of a reply: what follows its status byte. */
  @FunctionalInterface
  interface OnReply {
    void accept(ByteBuffer parameters) throws DvrException;
  }

  private record Command(DvrMessage message, Duration limit, boolean mayFail, OnReply onReply) {}

  /** Queues a command whose failure ends the session. */
  void ask(DvrMessage message, Duration limit, OnReply onReply) throws DvrException {
    add(new Command(message, limit, false, onReply));
  }

  /** Queues a command that the device may refuse: {@code onReply} is then not called. */
  void askGently(DvrMessage message, Duration limit, OnReply onReply) throws DvrException {
    add(new Command(message, limit, true, onReply));
  }

  private void add(Command command) throws DvrException {
    if (waiting.size() >= MAX_WAITING) {
      throw new DvrException(
          DvrException.Kind.TIMEOUT, waiting.size() + " commands wait for their turn");
    }
    waiting.add(command);
  }

  /** Sends something that has no reply. */
  void tell(DvrMessage message) {
    output.add(message.encode());
  }

  boolean isIdle() {
    return current == null && waiting.isEmpty();
  }

  /** Replies that nobody asked for. */
  long unasked() {
    return unasked;
  }

  /** Bytes to send, or null. */
  ByteBuffer output(long nowNanos) {
    if (current == null && !waiting.isEmpty()) {
      current = waiting.poll();
      deadlineNanos = nowNanos + current.limit.toNanos();
      output.add(current.message.encode());
    }
    return output.poll();
  }

  /** Takes a message that is no event. */
  void received(DvrMessage message) throws DvrException {
    if (current == null || message.id() != DvrId.reply(current.message.id())) {
      unasked++;
      return;
    }
    Command command = current;
    current = null;
    String name = DvrId.name(command.message.id());
    ByteBuffer body = message.body();
    int status = body.hasRemaining() ? body.get() & 0xff : -1;
    if (status != DvrMessage.OK && status != DvrMessage.FAILED) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, name + ": reply with status " + status + " (0 or 255 known)");
    }
    if (status == DvrMessage.OK) {
      ByteBuffer parameters = body.slice().order(java.nio.ByteOrder.LITTLE_ENDIAN);
      command.onReply.accept(parameters);
    } else if (!command.mayFail) {
      throw command.message.id() == DvrId.LOGIN
          ? new DvrException(DvrException.Kind.REFUSED, "user name or password refused")
          : new DvrException(DvrException.Kind.FAILED, name + " failed");
    }
  }

  void tick(long nowNanos) throws DvrException {
    if (current != null && nowNanos - deadlineNanos > 0) {
      throw new DvrException(
          DvrException.Kind.TIMEOUT,
          DvrId.name(current.message.id())
              + ": no reply within "
              + current.limit.toSeconds()
              + " s");
    }
  }
}
