import { STOPPED, step } from './machine';
import type { Command, PlayerEvent, PlayerState, Transport } from './machine';
import { openMse } from './mse';
import type { Listener, Opened } from './opened';
import { watchPictures } from './pictures';
import { RecordedTimes } from './recordedTimes';
import type { Source } from './source';
import { isWebRtcPromising, openWebRtc } from './webrtc';

/** No picture for so long after the way was opened: try again. The recorder itself waits 5 s for a camera. */
const FIRST_PICTURE_MS = 12_000;
/** A live picture that stands still for so long is lost. Slow cameras send one a second. */
const STILL_MS = 6000;
/**
 * Long before that the recorder is asked whether it still has this viewer, so often: a media server that failed takes its
 * viewers along, and they are to be elsewhere within 5 s.
 */
const INQUIRE_MS = 1500;

/** Opens a transport; tests put their own here. */
export type Opener = (transport: Transport, video: HTMLVideoElement, source: Source, to: Listener) => Opened;

const openIn: Opener = (transport, video, source, to) =>
  transport === 'webrtc' ? openWebRtc(video, source, to) : openMse(video, source.socket, to);

/**
 * Keeps one source shown in one video element until it is stopped: opens it, falls back, notices a picture that
 * stands still, tries again. All decisions are in machine.ts.
 */
export class Player {
  private state: PlayerState = STOPPED;
  private opened: Opened | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private inquiry: ReturnType<typeof setInterval> | undefined;
  private unwatch: (() => void) | undefined;
  private readonly first: Transport = isWebRtcPromising() ? 'webrtc' : 'mse';

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly source: Source,
    private readonly changed: (state: PlayerState) => void,
    /** Hears when the picture in sight was recorded, milliseconds since 1970. */
    private readonly recorded: (at: number) => void = () => undefined,
    private readonly open: Opener = openIn,
    /** Hears when any picture was recorded, by the number under which it comes. */
    private readonly told: (ticks: number, at: number) => void = () => undefined,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.visibility);
    this.on({ type: 'start' });
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.visibility);
    this.on({ type: 'stop' });
  }

  private on(event: PlayerEvent): void {
    const before = this.state;
    const next = step(before, event, this.first);
    this.state = next.state;
    this.carryOut(next.command);
    if (next.state !== before) {
      this.changed(next.state);
    }
  }

  private carryOut(command: Command): void {
    switch (command.do) {
      case 'nothing':
        return;
      case 'close':
        this.close();
        return;
      case 'wait':
        this.close();
        // Spread, so that a wall of tiles does not come back in one instant.
        this.after(command.ms * (0.85 + 0.3 * Math.random()), { type: 'due' });
        return;
      case 'open':
        this.close();
        this.after(FIRST_PICTURE_MS, { type: 'lost', why: 'No picture came.' });
        this.openNow(command.transport);
    }
  }

  private openNow(transport: Transport): void {
    let current = true;
    const tell = (event: PlayerEvent) => {
      if (current) {
        this.on(event);
      }
    };
    const times = new RecordedTimes((at) => current && this.recorded(at));
    const unwatch = watchPictures(this.video, (ticks) => {
      if (ticks !== undefined) {
        times.present(ticks);
      }
      tell({ type: 'first-picture' });
      this.expectNext();
    });
    this.unwatch = () => {
      current = false;
      unwatch();
    };
    this.opened = this.open(transport, this.video, this.source, {
      refused: (problem) => tell({ type: 'refused', problem }),
      noWay: (why) => tell({ type: 'no-way', why }),
      lost: (why) => tell({ type: 'lost', why }),
      recorded: (ticks, at) => {
        times.tell(ticks, at);
        if (current) {
          this.told(ticks, at);
        }
      },
    });
  }

  private expectNext(): void {
    if (this.state.phase !== 'playing') {
      return;
    }
    clearTimeout(this.timer);
    clearInterval(this.inquiry);
    if (this.source.live && document.visibilityState === 'visible') {
      this.inquiry = setInterval(() => this.opened?.inquire?.(), INQUIRE_MS);
      this.after(STILL_MS, { type: 'lost', why: 'The picture stood still.' });
    }
  }

  /** Browsers present nothing while the page is hidden: no reason to reconnect, neither then nor right after. */
  private readonly visibility = (): void => this.expectNext();

  private after(ms: number, event: PlayerEvent): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.on(event), ms);
  }

  private close(): void {
    clearTimeout(this.timer);
    clearInterval(this.inquiry);
    this.unwatch?.();
    this.unwatch = undefined;
    this.opened?.close();
    this.opened = undefined;
  }
}
