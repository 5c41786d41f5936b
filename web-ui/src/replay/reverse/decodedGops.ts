import { cameras } from '../../api/recorder';
import type { Profile } from '../../api/types';
import type { Backward } from './backward';
import { GopDecoder } from './decoder';
import { readGop } from './gop';
import { Lag } from './lag';
import type { Supply } from './play';

/** The recorder is busy, or does not answer: ask again so much later. */
const AGAIN_MS = 1000;

/** Fetches groups of pictures from the recorder and decodes them here, always one ahead of the clock. */
export class DecodedGops implements Supply {
  private readonly decoder = new GopDecoder();
  private asking = false;
  /** The clock when the last group was asked for, until it is known how far it went back meanwhile. */
  private askedAt: number | undefined;
  /** Recorded time that it went back while the last group was on its way. */
  private away = 0;
  private readonly lag = new Lag();
  private closed = false;

  /**
   * @param keptBytes that one decoded group may have; a larger one is thinned out
   * @param ready a group is there, or there is none
   * @param behind pictures come more slowly than the clock goes
   * @param failed pictures cannot be had in this way
   */
  constructor(
    private readonly camera: string,
    private readonly stream: Profile,
    private readonly backward: Backward<VideoFrame>,
    private readonly keptBytes: number,
    private readonly ready: () => void,
    private readonly behind: () => void,
    private readonly failed: () => void,
  ) {}

  need(clock: number): void {
    if (this.closed) {
      return;
    }
    if (this.lag.grows(this.backward.lacks(clock), performance.now())) {
      this.behind();
    }
    if (!this.asking) {
      this.ask(clock);
    }
  }

  private ask(clock: number): void {
    if (this.askedAt !== undefined) {
      this.away = this.askedAt - clock;
      this.askedAt = undefined;
    }
    const at = this.backward.wanted(clock, this.away);
    if (at !== undefined) {
      this.asking = true;
      this.askedAt = clock;
      void this.fetch(at).catch(() => !this.closed && this.failed());
    }
  }

  private async fetch(at: number): Promise<void> {
    const answer = await cameras.gop(this.camera, this.stream, new Date(at));
    if (this.isClosed()) {
      return;
    }
    if (!answer.ok) {
      const { kind } = answer.problem;
      if (kind === 'busy' || kind === 'unreachable') {
        setTimeout(() => (this.asking = false), AGAIN_MS);
      } else if (kind === 'not-found') {
        this.came(at, undefined);
      } else {
        this.failed();
      }
      return;
    }
    const gop = readGop(answer.value);
    const decoded = await this.decoder.decode(gop, Math.floor(this.keptBytes / gop.pictureBytes));
    if (this.isClosed()) {
      decoded.forEach(({ picture }) => picture.close());
      return;
    }
    decoded.forEach((one) => this.backward.add(one.at, one.picture));
    this.came(gop.pictures[0]?.at ?? at, gop.before);
  }

  private came(from: number, before: number | undefined): void {
    this.backward.addGroup(from, before);
    this.asking = false;
    this.ready();
  }

  private isClosed(): boolean {
    return this.closed;
  }

  close(): void {
    this.closed = true;
    this.decoder.close();
  }
}
