package io.vedette.dvrip;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Search by broadcast, UDP port 34569 at both ends: an empty message 1530 out, JSON 1531 back, by
 * unicast or broadcast.
 *
 * @param host address in dotted decimal
 * @param port of its TCP connections
 * @param name as its owner called it
 * @param serial number
 * @param mac address
 * @param channels how many, 0 if it does not tell
 */
public record DvripDiscovery(
    String host, int port, String name, String serial, String mac, int channels) {
  /** UDP port of requests and answers. */
  public static final int PORT = 34569;

  /** The datagram to broadcast, three times, from each interface. */
  public static ByteBuffer request() {
    return new DvripPacket(0, 0, 0, 0, 0, DvripId.DISCOVERY, ByteBuffer.allocate(0)).encode();
  }

  /** Reads a datagram; empty if it is no answer: our own request comes back as well. */
  public static Optional<DvripDiscovery> parse(ByteBuffer datagram) {
    DvripSplitter splitter = new DvripSplitter();
    splitter.push(datagram.duplicate());
    try {
      DvripPacket packet = splitter.next();
      if (packet == null || packet.id() != DvripId.DISCOVERY + 1) {
        return Optional.empty();
      }
      Json common = packet.json().get("NetWork.NetCommon");
      Optional<Long> address = common.get("HostIP").number();
      long port = common.get("TCPPort").number().orElse((long) DvripAddress.PORT);
      if (port < 1 || port > 65_535) {
        return Optional.empty();
      }
      return address.map(
          ip ->
              new DvripDiscovery(
                  dotted(ip),
                  (int) port,
                  common.get("HostName").text().orElse(""),
                  common.get("SN").text().orElse(""),
                  common.get("MAC").text().orElse(""),
                  common.get("ChannelNum").number().orElse(0L).intValue()));
    } catch (DvripException noAnswer) {
      return Optional.empty();
    }
  }

  /** Bytes reversed: 0x0A01A8C0 is 192.168.1.10. */
  private static String dotted(long ip) {
    return "%d.%d.%d.%d".formatted(ip & 0xff, ip >> 8 & 0xff, ip >> 16 & 0xff, ip >> 24 & 0xff);
  }

  /**
   * The answer of a device.
   *
   * @param ip four bytes as they are in the address
   */
  public ByteBuffer encode(byte[] ip) {
    long reversed =
        ip[0] & 0xffL | (ip[1] & 0xffL) << 8 | (ip[2] & 0xffL) << 16 | (ip[3] & 0xffL) << 24;
    Object common =
        Json.object(
            "ChannelNum",
            channels,
            "DeviceType",
            1,
            "GateWay",
            "0x00000000",
            "HostIP",
            "0x%08X".formatted(reversed),
            "HostName",
            name,
            "HttpPort",
            80,
            "MAC",
            mac,
            "MaxBps",
            0,
            "MonMode",
            "TCP",
            "SN",
            serial,
            "SSLPort",
            8443,
            "Submask",
            "0x00FFFFFF",
            "TCPMaxConn",
            10,
            "TCPPort",
            port,
            "UDPPort",
            34568);
    Object json = Json.object("NetWork.NetCommon", common, "Ret", 100, "SessionID", "0x00000000");
    return DvripPacket.message(0, 0, DvripId.DISCOVERY + 1, json).encode();
  }
}
