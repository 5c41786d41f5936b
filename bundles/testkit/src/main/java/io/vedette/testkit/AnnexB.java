package io.vedette.testkit;

import io.vedette.media.AccessUnit;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.NalUnits;
import io.vedette.media.VideoConfig;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Pictures as recorders send them: with start codes, parameter sets before each key picture. */
public final class AnnexB {
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private AnnexB() {}

  /** The bytes of a picture of a clip. */
  public static byte[] of(AccessUnit unit) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(unit.sizeBytes() + 64);
    try {
      if (unit.randomAccess() && unit.track().config() instanceof VideoConfig config) {
        write(out, config.lengthPrefixed());
      }
      write(out, unit.payload());
    } catch (MalformedMediaException e) {
      throw new IllegalStateException("a clip that was parsed cannot be taken apart", e);
    }
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, ByteBuffer payload)
      throws MalformedMediaException {
    for (ByteBuffer unit : NalUnits.split(payload)) {
      byte[] bytes = new byte[unit.remaining()];
      unit.get(bytes);
      out.writeBytes(START_CODE);
      out.writeBytes(bytes);
    }
  }
}
