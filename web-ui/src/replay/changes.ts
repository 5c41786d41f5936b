/**
 * Sends changes of a replay one at a time. While one is under way the next ones are gathered, a newer wish taking the
 * place of an older: somebody who drags the cursor asks faster than the recorder can jump.
 */
import type { Result } from '../api/http';
import type { ReplayChange } from '../api/recorder';
import type { Profile, Replay } from '../api/types';

export class Changes {
  private busy = false;
  private asked = 0;
  private pending: ReplayChange | undefined;
  /** Each camera's stream is a call of its own. */
  private readonly streams = new Map<string, Profile>();

  /** @param answered hears of the state all wishes led to, and of each that was refused */
  constructor(
    private readonly send: (change: ReplayChange) => Promise<Result<Replay>>,
    private readonly answered: (answer: Result<Replay>) => void,
  ) {}

  ask(change: ReplayChange): void {
    this.pending = { ...this.pending, ...change };
    this.begin();
  }

  /** Another recorded stream of one camera. */
  askStream(camera: string, stream: Profile): void {
    this.streams.set(camera, stream);
    this.begin();
  }

  /** True while an answer to a newer wish is still to come: older states would undo what is shown of it. */
  get waiting(): boolean {
    return this.busy;
  }

  /** How many there were: what was asked of the recorder before the newest is older than it. */
  get count(): number {
    return this.asked;
  }

  private begin(): void {
    this.asked++;
    if (!this.busy) {
      void this.run();
    }
  }

  private async run(): Promise<void> {
    for (let change = this.take(); change !== undefined; change = this.take()) {
      const answer = await this.send(change);
      this.busy = this.pending !== undefined || this.streams.size > 0;
      if (!this.busy || !answer.ok) {
        this.answered(answer);
      }
    }
  }

  private take(): ReplayChange | undefined {
    let change = this.pending;
    this.pending = undefined;
    if (change === undefined) {
      for (const [camera, stream] of this.streams) {
        this.streams.delete(camera);
        change = { camera, stream };
        break;
      }
    }
    this.busy = change !== undefined;
    return change;
  }
}
