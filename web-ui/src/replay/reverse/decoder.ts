import type { Gop } from './gop';

/** A decoded picture; close it. */
export interface Decoded {
  readonly at: number;
  readonly picture: VideoFrame;
}

/** True if this page may decode by itself: browsers allow it on https and localhost. */
export const canDecode = (): boolean => window.isSecureContext && typeof VideoDecoder !== 'undefined';

/** The codec is none of this browser's; no other group of this recording will do, either. */
export class UnsupportedCodec extends Error {}

/** Decodes groups of pictures, one at a time. */
export class GopDecoder {
  private decoder: VideoDecoder | undefined;
  private codec = '';
  private output: (frame: VideoFrame) => void = (frame) => frame.close();
  private broken: (fault: Error) => void = () => undefined;

  /**
   * @param most pictures to keep; of a longer group every second, third, … is left out
   * @throws Error if it cannot be decoded
   */
  async decode(gop: Gop, most: number): Promise<Decoded[]> {
    const decoder = await this.ready(gop.codec);
    const every = Math.ceil(gop.pictures.length / Math.max(1, most));
    const decoded: Decoded[] = [];
    this.output = (frame) => {
      const picture = gop.pictures[frame.timestamp];
      if (picture !== undefined && frame.timestamp % every === 0) {
        decoded.push({ at: picture.at, picture: frame });
      } else {
        frame.close();
      }
    };
    const broken = new Promise<never>((_done, fail) => (this.broken = fail));
    gop.pictures.forEach(({ bytes }, number) =>
      decoder.decode(
        new EncodedVideoChunk({ type: number === 0 ? 'key' : 'delta', timestamp: number, data: bytes }),
      ),
    );
    try {
      await Promise.race([decoder.flush(), broken]);
      return decoded;
    } catch (fault) {
      decoded.forEach(({ picture }) => picture.close());
      throw fault;
    } finally {
      this.output = (frame) => frame.close();
    }
  }

  private async ready(codec: string): Promise<VideoDecoder> {
    if (this.decoder?.state === 'configured' && this.codec === codec) {
      return this.decoder;
    }
    this.close();
    const config = await supported(codec);
    this.decoder = new VideoDecoder({
      output: (frame) => this.output(frame),
      error: (fault) => this.broken(fault),
    });
    this.codec = codec;
    this.decoder.configure(config);
    return this.decoder;
  }

  close(): void {
    if (this.decoder !== undefined && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
    this.decoder = undefined;
  }
}

/** In software first: decoders in hardware have few pictures to lend, and stop when a whole group is kept. */
async function supported(codec: string): Promise<VideoDecoderConfig> {
  for (const hardwareAcceleration of ['prefer-software', 'no-preference'] as const) {
    const config = { codec, optimizeForLatency: true, hardwareAcceleration };
    if ((await VideoDecoder.isConfigSupported(config)).supported === true) {
      return config;
    }
  }
  throw new UnsupportedCodec(codec);
}
