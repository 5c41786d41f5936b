package io.vedette.webrtc.dtls;

import io.vedette.webrtc.srtp.SrtpKeys;
import io.vedette.webrtc.srtp.SrtpProfile;
import java.util.Arrays;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.TlsContext;

/** The SRTP keys of both directions, exported from a handshake (RFC 5764 4.2). */
record SrtpKeyPair(SrtpKeys client, SrtpKeys server) {
  /** Exports; possible only while the handshake is just complete. */
  static SrtpKeyPair export(TlsContext context, SrtpProfile profile) {
    byte[] material =
        context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.materialBytes());
    SrtpKeyPair keys =
        new SrtpKeyPair(SrtpKeys.ofClient(profile, material), SrtpKeys.ofServer(profile, material));
    Arrays.fill(material, (byte) 0);
    return keys;
  }

  /** The best of the offered profiles, or null if we have none of them. */
  static SrtpProfile best(int[] offered) {
    for (SrtpProfile profile : SrtpProfile.values()) {
      for (int id : offered) {
        if (id == profile.id()) {
          return profile;
        }
      }
    }
    return null;
  }
}
