package io.vedette.rtsp;

import io.vedette.rtsp.RtspException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the byte stream of one connection apart: {@code $} frames, responses, requests, and junk to
 * be stepped over. Used by the connection's reading thread only.
 *
 * <p>The owner reads from its socket into {@link #space()}, tells {@link #added}, and takes {@link
 * #nextFrame} or {@link #nextMessage} as {@link #next} says. Bytes are never copied: a frame is a
 * view into the one buffer, good until the next call of {@code next} or {@code space}.
 *
 * <p>After a frame or message the stream is in step: whatever channel a frame has, its length is
 * believed if an RTP version follows. Out of step, a {@code $} counts only with a known channel and
 * version 2 behind it, a message only if it begins with {@code RTSP/}. A wrong length costs at most
 * 64 KiB, since the buffer does not grow.
 */
public final class RtspSplitter {
  /** What stands at the head of the stream. */
  public enum Part {
    FRAME,
    MESSAGE,
    /** More bytes are needed. */
    NONE
  }

  /** Twice the largest frame, so that bytes are rarely moved. */
  private static final int BUFFER_BYTES = 128 * 1024;

  /** Largest header or body of a message: the longest SDP seen from a camera had 3 kB. */
  private static final int MAX_MESSAGE_BYTES = 32 * 1024;

  /** Junk in one piece after which we say that this is not RTSP any more. */
  private static final int MAX_JUNK_BYTES = 256 * 1024;

  /** Junk before the first RTSP we heard, in bytes: enough to recognise who speaks. */
  private static final int MAX_GREETING_BYTES = 64;

  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private int highestChannel = 255;
  private boolean inStep = true;
  private boolean heardRtsp;
  private int junk; // bytes skipped since the last frame or message
  private long junkTotal;
  private Interleaved frame;
  private RtspMessage message;

  /** Channels above this one are junk's when out of step; set after SETUP. */
  public void highestChannel(int channel) {
    highestChannel = channel;
  }

  /** Bytes skipped so far because they made no sense. */
  public long junkBytes() {
    return junkTotal;
  }

  /** Where the owner puts the bytes it reads; never empty. Ends the life of the last frame. */
  public ByteBuffer space() {
    if (buffer.position() == buffer.limit()) {
      buffer.position(0).limit(0);
    } else if (buffer.capacity() - buffer.limit() < BUFFER_BYTES / 2) {
      buffer.compact().flip();
    }
    return buffer.duplicate().limit(buffer.capacity()).position(buffer.limit()).slice();
  }

  /** Tells how many bytes were put into {@link #space()}. */
  public void added(int bytes) {
    buffer.limit(buffer.limit() + bytes);
  }

  /**
   * Finds the next part.
   *
   * @throws RtspException PROTOCOL if the other side does not speak RTSP (any more)
   */
  public Part next() throws RtspException {
    while (buffer.hasRemaining()) {
      byte first = buffer.get(buffer.position());
      Part part;
      if (first == '$') {
        part = frame();
      } else if (inStep && (first == '\r' || first == '\n')) {
        buffer.get(); // some put CR LF before or behind a frame
        continue;
      } else if (first >= 'A' && first <= 'Z') {
        part = message();
      } else {
        part = null;
      }
      if (part == Part.NONE) {
        return part;
      }
      if (part != null) {
        inStep = true;
        heardRtsp = true;
        junk = 0;
        return part;
      }
      skip();
    }
    return Part.NONE;
  }

  /** The frame that {@link #next} found. */
  public Interleaved nextFrame() {
    return frame;
  }

  /** The message that {@link #next} found. */
  public RtspMessage nextMessage() {
    return message;
  }

  /** Part.NONE: needs more; null: no frame begins here. */
  private Part frame() {
    int at = buffer.position();
    if (buffer.remaining() < Interleaved.HEADER_BYTES + 1) {
      return Part.NONE;
    }
    int channel = buffer.get(at + 1) & 0xff;
    int length = buffer.getShort(at + 2) & 0xffff;
    boolean version2 = (buffer.get(at + 4) & 0xc0) == 0x80;
    boolean known = channel <= highestChannel;
    if (length == 0 || !(inStep ? known || version2 : known && version2)) {
      return null;
    }
    if (buffer.remaining() < Interleaved.HEADER_BYTES + length) {
      return Part.NONE;
    }
    frame = new Interleaved(channel, buffer.slice(at + 4, length));
    buffer.position(at + 4 + length);
    return Part.FRAME;
  }

  private Part message() throws RtspException {
    if (!mayBeginMessage()) {
      return null;
    }
    int end = headerEnd();
    if (end < 0) {
      if (buffer.remaining() > MAX_MESSAGE_BYTES) {
        return null;
      }
      return Part.NONE;
    }
    int at = buffer.position();
    String head = new String(buffer.array(), at, end - at, StandardCharsets.UTF_8).stripTrailing();
    RtspMessage parsed = MessageParser.parse(head);
    if (parsed == null) {
      return null;
    }
    int bodyBytes = MessageParser.contentLength(parsed);
    if (bodyBytes > MAX_MESSAGE_BYTES) {
      throw new RtspException(
          Kind.PROTOCOL, parsed.startLine() + " announces a body of " + bodyBytes + " bytes");
    }
    if (buffer.limit() - end < bodyBytes) {
      return Part.NONE;
    }
    String body = new String(buffer.array(), end, bodyBytes, StandardCharsets.UTF_8);
    message = MessageParser.withBody(parsed, body);
    buffer.position(end + bodyBytes);
    return Part.MESSAGE;
  }

  /** RTSP/… always; in step a method's capital letters and a blank too. */
  private boolean mayBeginMessage() {
    int at = buffer.position();
    int known = Math.min(buffer.remaining(), 17);
    boolean response = true;
    for (int i = 0; i < known; i++) {
      byte c = buffer.get(at + i);
      if (response && i < 5 && c != "RTSP/".charAt(i)) {
        response = false;
      }
      if (response) {
        if (i >= 4) {
          return true;
        }
      } else if (!inStep) {
        return false;
      } else if (c == ' ') {
        return i >= 3;
      } else if (c != '_' && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return known < 17; // not yet decided
  }

  /** Index behind the empty line that ends the header, or -1. Lines may end with LF alone. */
  private int headerEnd() {
    byte[] bytes = buffer.array();
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      if (bytes[i] == '\n') {
        int next = i + 1;
        if (next < buffer.limit() && bytes[next] == '\r') {
          next++;
        }
        if (next < buffer.limit() && bytes[next] == '\n') {
          return next + 1;
        }
      }
    }
    return -1;
  }

  private void skip() throws RtspException {
    int at = buffer.position();
    if (!heardRtsp) {
      refuseGreeting(at);
    }
    int next = at + 1;
    byte[] bytes = buffer.array();
    while (next < buffer.limit() && bytes[next] != '$' && bytes[next] != 'R') {
      next++;
    }
    inStep = false;
    junk += next - at;
    junkTotal += next - at;
    buffer.position(next);
    if (junk > MAX_JUNK_BYTES) {
      throw new RtspException(Kind.PROTOCOL, junk + " bytes in a row that are not RTSP");
    }
  }

  /** An HTTP, SSH or other server: say whom we met rather than wait for RTSP. */
  private void refuseGreeting(int at) throws RtspException {
    int length = Math.min(buffer.remaining(), MAX_GREETING_BYTES);
    String text = new String(buffer.array(), at, length, StandardCharsets.ISO_8859_1);
    int line = text.indexOf('\n');
    String shown = (line < 0 ? text : text.substring(0, line)).strip().replaceAll("[^ -~]", ".");
    throw new RtspException(
        Kind.PROTOCOL,
        shown.startsWith("HTTP/")
            ? "an HTTP server answers here, not RTSP: " + shown
            : "the answer is not RTSP: " + shown);
  }
}
