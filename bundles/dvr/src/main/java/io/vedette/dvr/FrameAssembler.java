package io.vedette.dvr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Payloads of packets → frames: frame head, PES head, elementary stream. Takes one frame per packet
 * (what devices most likely send), frames continued in further packets, and several in one. At most
 * two frames of 8 MiB are held. Used by one thread.
 *
 * <p>What a frame's length counts is not known for certain: with both heads, without the frame
 * head, or the elementary stream alone. It is learnt: two frames in a row whose end (the next tag,
 * or the packet's end) fits the same meaning settle it; the first of them waits for the second. If
 * none fits, a frame ends where the next packet with a tag begins.
 */
final class FrameAssembler {
  static final int MAX_FRAME = 8 * 1024 * 1024;

  private static final int[] MEANINGS = {0, FrameHead.BYTES, FrameHead.BYTES + PesHead.BYTES};
  private static final int UNKNOWN = -1;
  private static final int TO_NEXT_TAG = -2;
  private static final int LENGTH_AT = 28;
  private static final int MAX_MISSES = 3;

  private byte[] frame = new byte[64 * 1024];
  private int size;
  private boolean open; // a frame began and is not yet given out
  private int beyondLength = UNKNOWN; // what to add to the announced length
  private int guess = UNKNOWN; // of the frame before
  private byte[] held; // that frame; null: none
  private int misses; // in a row
  private long dropped;

  /**
   * A frame.
   *
   * @param stream elementary stream; valid during the call only
   */
  record Frame(FrameHead head, PesHead pes, ByteBuffer stream) {}

  /** Frames and pieces of frames that were unusable so far. */
  long dropped() {
    return dropped;
  }

  /** Packets are missing: what was begun cannot be finished. */
  void lost() {
    dropped += open ? 1 : 0;
    open = false;
    held = null;
  }

  /** Takes the payload of the next packet; {@code out} gets the frames that are whole now. */
  void packet(ByteBuffer payload, Consumer<Frame> out) {
    byte[] bytes = payload.array();
    int from = payload.arrayOffset() + payload.position();
    int end = from + payload.remaining();
    boolean tagged = FrameHead.at(bytes, from, end) && (!open || isPlausible(bytes, from, end));
    if (tagged) {
      if (open) {
        cutByNextTag(out);
      }
      open = true;
      size = 0;
    } else if (!open) {
      dropped++; // continues a frame that never began
      return;
    }
    append(bytes, from, end - from);
    while (open && takeFrame(out)) {
      // and the next one in the same packet
    }
  }

  /** In the middle of a frame the tag alone could be a part of the picture. */
  private static boolean isPlausible(byte[] bytes, int from, int end) {
    int pes = from + FrameHead.BYTES;
    return end - pes < 3 || bytes[pes] == 0 && bytes[pes + 1] == 0 && bytes[pes + 2] == 1;
  }

  private void append(byte[] bytes, int from, int count) {
    if (size + count > MAX_FRAME) {
      drop();
      return;
    }
    if (size + count > frame.length) {
      frame = Arrays.copyOf(frame, Math.max(2 * frame.length, size + count));
    }
    System.arraycopy(bytes, from, frame, size, count);
    size += count;
  }

  private void drop() {
    open = false;
    dropped++;
    if (++misses >= MAX_MISSES) {
      beyondLength = UNKNOWN; // learn anew
      guess = UNKNOWN;
    }
  }

  /** Gives out one frame if its end is there; true if another may follow in the same bytes. */
  private boolean takeFrame(Consumer<Frame> out) {
    if (size < FrameHead.BYTES || beyondLength == TO_NEXT_TAG) {
      return false;
    }
    long length = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(LENGTH_AT);
    if (length <= 0 || length > MAX_FRAME) {
      drop();
      return false;
    }
    int end;
    if (beyondLength == UNKNOWN) {
      int fits = meaning(length);
      if (fits == UNKNOWN) {
        return false;
      }
      end = (int) length + fits;
      learn(fits, end, out);
    } else {
      end = (int) length + beyondLength;
      if (end > size) {
        return false;
      }
      give(frame, end, out);
    }
    return next(end);
  }

  /** What the length must count for the frame to end here; UNKNOWN if nothing fits. */
  private int meaning(long length) {
    for (int beyond : MEANINGS) {
      long end = length + beyond;
      if (end == size || end < size && FrameHead.at(frame, (int) end, size)) {
        return beyond;
      }
    }
    return UNKNOWN;
  }

  private void learn(int fits, int end, Consumer<Frame> out) {
    if (fits == guess) {
      beyondLength = fits;
      giveHeld(out);
      give(frame, end, out);
    } else {
      dropped += held == null ? 0 : 1;
      held = Arrays.copyOf(frame, end);
      guess = fits;
    }
  }

  private boolean next(int end) {
    size -= end;
    if (size == 0) {
      open = false;
    } else if (FrameHead.at(frame, end, end + size)) {
      System.arraycopy(frame, end, frame, 0, size);
    } else {
      drop();
    }
    return open;
  }

  /** A packet with a tag comes while a frame is not finished. */
  private void cutByNextTag(Consumer<Frame> out) {
    if (beyondLength == UNKNOWN) {
      giveHeld(out);
      give(frame, size, out);
      if (++misses >= MAX_MISSES) {
        misses = 0;
        beyondLength = TO_NEXT_TAG;
      }
    } else if (beyondLength == TO_NEXT_TAG) {
      give(frame, size, out);
    } else {
      drop();
    }
  }

  private void giveHeld(Consumer<Frame> out) {
    if (held != null) {
      byte[] first = held;
      held = null;
      give(first, first.length, out);
    }
  }

  private void give(byte[] bytes, int end, Consumer<Frame> out) {
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end).order(ByteOrder.LITTLE_ENDIAN);
    PesHead pes =
        end < FrameHead.BYTES + PesHead.BYTES
            ? null
            : PesHead.parse(in.duplicate().position(FrameHead.BYTES));
    int start = pes == null ? end : FrameHead.BYTES + pes.streamStart();
    if (start >= end) {
      dropped++;
      return;
    }
    if (beyondLength >= 0) {
      misses = 0;
    }
    FrameHead head = FrameHead.parse(in);
    out.accept(new Frame(head, pes, in.slice(start, end - start)));
  }
}
