package io.vedette.mp4;

import io.vedette.media.AacConfig;
import io.vedette.media.CodecConfig;
import io.vedette.media.G711Config;
import io.vedette.media.H264Config;
import io.vedette.media.H265Config;
import io.vedette.media.MalformedMediaException;
import io.vedette.media.Track;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the tracks out of a moov that {@link InitSegment} wrote. */
final class TrackParser {
  private static final int MAX_TRACKS = 8;
  private static final int TRAK = Boxes.type("trak");

  private TrackParser() {}

  /**
   * The tracks in the order of the file.
   *
   * @param moov content of the box
   * @throws MalformedMediaException if boxes are missing, sizes impossible, or a codec not ours
   */
  static List<Track> tracks(ByteBuffer moov) throws MalformedMediaException {
    List<Track> tracks = new ArrayList<>();
    for (Boxes.Box box : Boxes.list(moov)) {
      if (box.type() == TRAK) {
        tracks.add(track(box));
      }
    }
    if (tracks.isEmpty() || tracks.size() > MAX_TRACKS) {
      throw new MalformedMediaException("a segment with " + tracks.size() + " tracks");
    }
    return tracks;
  }

  private static Track track(Boxes.Box trak) throws MalformedMediaException {
    Boxes.Box tkhd = trak.child("tkhd");
    Boxes.Box mdia = trak.child("mdia");
    Boxes.Box mdhd = mdia.child("mdhd");
    int id = id(tkhd);
    int clockRate = mdhd.afterFlags(20).getInt(at(mdhd));
    if (id < 0 || clockRate <= 0) {
      throw new MalformedMediaException("track " + id + " with clock rate " + clockRate);
    }
    Boxes.Box stsd = mdia.child("minf").child("stbl").child("stsd");
    ByteBuffer entries = stsd.afterFlags(4);
    List<Boxes.Box> list = Boxes.list(entries.slice(4, entries.limit() - 4));
    if (list.size() != 1) {
      throw new MalformedMediaException("stsd with " + list.size() + " entries");
    }
    return new Track(id, clockRate, config(list.get(0)));
  }

  /** A Track's id: track_ID less one. */
  static int id(Boxes.Box tkhd) throws MalformedMediaException {
    return tkhd.afterFlags(20).getInt(at(tkhd)) - 1;
  }

  /** track_ID and timescale stand after two times, of 64 bits in version 1. */
  private static int at(Boxes.Box header) {
    return header.version() == 1 ? 16 : 8;
  }

  private static CodecConfig config(Boxes.Box entry) throws MalformedMediaException {
    ByteBuffer content = entry.content();
    return switch (Boxes.name(entry.type())) {
      case "avc1" -> avc(visual(content, "avcC"));
      case "hvc1" -> hevc(visual(content, "hvcC"));
      case "alaw" -> g711(G711Config.Law.A, content);
      case "ulaw" -> g711(G711Config.Law.MU, content);
      case "mp4a" -> {
        Boxes.need(content, 28, "mp4a");
        List<Boxes.Box> boxes = Boxes.list(content.slice(28, content.limit() - 28));
        yield aac(Boxes.child(boxes, "esds").afterFlags(0));
      }
      default -> throw new MalformedMediaException("sample entry " + Boxes.name(entry.type()));
    };
  }

  /** Content of the decoder configuration within a VisualSampleEntry. */
  private static ByteBuffer visual(ByteBuffer content, String box) throws MalformedMediaException {
    Boxes.need(content, 78, "video sample entry");
    return Boxes.child(Boxes.list(content.slice(78, content.limit() - 78)), box).content();
  }

  private static G711Config g711(G711Config.Law law, ByteBuffer content)
      throws MalformedMediaException {
    Boxes.need(content, 28, "audio sample entry");
    int channels = content.getShort(16);
    if (channels < 1 || channels > 2) {
      throw new MalformedMediaException("G.711 with " + channels + " channels");
    }
    return new G711Config(law, channels);
  }

  /**
   * The AudioSpecificConfig within three descriptors, each with a length of one byte as we write.
   */
  private static AacConfig aac(ByteBuffer in) throws MalformedMediaException {
    ByteBuffer stream = descriptor(in, SampleEntries.ES_DESCRIPTOR);
    Boxes.need(stream, 3, "ES_Descriptor");
    ByteBuffer decoder =
        descriptor(stream.slice(3, stream.limit() - 3), SampleEntries.DECODER_CONFIG);
    Boxes.need(decoder, 13, "DecoderConfigDescriptor");
    return AacConfig.of(
        descriptor(decoder.slice(13, decoder.limit() - 13), SampleEntries.DECODER_SPECIFIC));
  }

  private static ByteBuffer descriptor(ByteBuffer in, int tag) throws MalformedMediaException {
    Boxes.need(in, 2, "descriptor");
    int length = in.get(1) & 0xff;
    if (in.get(0) != tag || length > in.limit() - 2) {
      throw new MalformedMediaException("descriptor " + in.get(0) + " of " + length + " bytes");
    }
    return in.slice(2, length);
  }

  /** One SPS and its PPSs out of an AVCDecoderConfigurationRecord. */
  private static H264Config avc(ByteBuffer in) throws MalformedMediaException {
    Boxes.need(in, 8, "avcC");
    if ((in.get(4) & 3) != 3 || (in.get(5) & 0x1f) != 1) {
      throw new MalformedMediaException("avcC with other lengths or SPS count than ours");
    }
    in.position(6);
    ByteBuffer sps = unit(in);
    Boxes.need(in, 1, "avcC");
    int count = in.get() & 0xff;
    List<ByteBuffer> pps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pps.add(unit(in));
    }
    return H264Config.of(sps, pps);
  }

  /** All parameter sets out of an HEVCDecoderConfigurationRecord. */
  private static H265Config hevc(ByteBuffer in) throws MalformedMediaException {
    Boxes.need(in, 23, "hvcC");
    if ((in.get(21) & 3) != 3) {
      throw new MalformedMediaException("hvcC with other lengths than ours");
    }
    List<ByteBuffer> sets = new ArrayList<>();
    in.position(22);
    for (int arrays = in.get() & 0xff; arrays > 0; arrays--) {
      Boxes.need(in, 3, "hvcC");
      in.get(); // type: the units say it themselves
      for (int count = in.getShort() & 0xffff; count > 0; count--) {
        sets.add(unit(in));
      }
    }
    return H265Config.of(sets);
  }

  private static ByteBuffer unit(ByteBuffer in) throws MalformedMediaException {
    Boxes.need(in, 2, "parameter sets");
    int length = in.getShort() & 0xffff;
    Boxes.need(in, length, "parameter set");
    ByteBuffer unit = in.slice(in.position(), length);
    in.position(in.position() + length);
    return unit;
  }
}
