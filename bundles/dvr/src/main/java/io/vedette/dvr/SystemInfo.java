package io.vedette.dvr;

import java.nio.ByteBuffer;

/**
 * What a DVR says of itself (reply to SYSTEM_INFO).
 *
 * @param model for instance {@code DM1604H4-HD04}
 * @param serial number
 * @param hardware version
 * @param software version
 * @param cameras inputs
 * @param alarmInputs inputs
 */
public record SystemInfo(
    String model, String serial, int hardware, int software, int cameras, int alarmInputs) {
  private static final int SIZE = 61;

  static SystemInfo parse(ByteBuffer in) throws DvrException {
    if (in.remaining() < SIZE) {
      throw new DvrException(
          DvrException.Kind.PROTOCOL, "system information of " + in.remaining() + " bytes");
    }
    String model = DeviceText.read(in, 20);
    String serial = DeviceText.read(in, 30);
    int hardware = in.getShort() & 0xffff;
    int software = in.getShort() & 0xffff;
    int cameras = in.get() & 0xff;
    in.get(); // audio inputs
    return new SystemInfo(model, serial, hardware, software, cameras, in.get() & 0xff);
  }

  /** Parameters of the reply, as a device writes them. */
  public ByteBuffer encode() {
    ByteBuffer out = DvrMessage.bytes(SIZE);
    DeviceText.write(out, model, 20);
    DeviceText.write(out, serial, 30);
    out.putShort((short) hardware).putShort((short) software);
    out.put((byte) cameras).put((byte) 0).put((byte) alarmInputs);
    return out.clear(); // the rest: outputs, encoders, TV system
  }
}
