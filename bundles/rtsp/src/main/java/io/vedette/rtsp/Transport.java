package io.vedette.rtsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A Transport header (RFC 2326 12.39), as far as we use it.
 *
 * @param tcp the packets come interleaved in the connection
 * @param channel of RTP when interleaved; that of RTCP is one more
 * @param clientPort of RTP over UDP
 * @param serverPort of RTP over UDP; some cameras (OpenIPC) do not say it
 * @param source address of the packets if it is not that of the connection, as it was written
 */
public record Transport(
    boolean tcp,
    OptionalInt channel,
    OptionalInt clientPort,
    OptionalInt serverPort,
    String source) {
  private static final int MAX_OFFERED = 16;

  /** The header value that asks for interleaved transport. No {@code mode=}: cameras refuse it. */
  public static String interleaved(int channel) {
    return "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
  }

  /** The header value that asks for UDP; RTCP comes to the next port. */
  static String udp(int clientPort) {
    return "RTP/AVP;unicast;client_port=%d-%d".formatted(clientPort, clientPort + 1);
  }

  /** The header value that agrees to UDP; RTCP has the next port on either side. */
  static String udp(int clientPort, int serverPort) {
    return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
        .formatted(clientPort, clientPort + 1, serverPort, serverPort + 1);
  }

  /** What a client would take, in its order of preference; what we do not know is left out. */
  static List<Transport> offered(String header) {
    List<Transport> offered = new ArrayList<>();
    for (String one : header.split(",", MAX_OFFERED + 1)) {
      String words = one.strip().toLowerCase(Locale.ROOT);
      if (words.startsWith("rtp/avp") && !words.contains("multicast")) {
        offered.add(parse(one));
      }
    }
    return offered;
  }

  /**
   * Reads the first of the offered transports; never fails. Ssrc, mode and the rest are ignored:
   * Hikvision and Luckfox write wrong ones.
   */
  public static Transport parse(String header) {
    int comma = header.indexOf(',');
    String first = comma < 0 ? header : header.substring(0, comma);
    boolean tcp = false;
    OptionalInt channel = OptionalInt.empty();
    OptionalInt clientPort = OptionalInt.empty();
    OptionalInt serverPort = OptionalInt.empty();
    String source = "";
    for (String part : first.split(";")) {
      String word = part.strip().toLowerCase(Locale.ROOT);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals).strip();
      String value = equals < 0 ? "" : word.substring(equals + 1).strip();
      switch (name) {
        case "rtp/avp/tcp" -> tcp = true;
        case "interleaved" -> {
          // Escam Q6 answers RTP/AVP with interleaved: it means TCP.
          tcp = true;
          channel = firstNumber(value, 255);
        }
        case "client_port" -> clientPort = firstNumber(value, 65535);
        case "server_port" -> serverPort = firstNumber(value, 65535);
        case "source" -> source = value;
        default -> {} // nothing we use
      }
    }
    return new Transport(tcp, channel, clientPort, serverPort, source);
  }

  /** Of {@code 10-11} or {@code 10}. */
  private static OptionalInt firstNumber(String range, int most) {
    int dash = range.indexOf('-');
    try {
      int number = Integer.parseInt((dash < 0 ? range : range.substring(0, dash)).strip());
      return number < 0 || number > most ? OptionalInt.empty() : OptionalInt.of(number);
    } catch (NumberFormatException notANumber) {
      return OptionalInt.empty();
    }
  }
}
