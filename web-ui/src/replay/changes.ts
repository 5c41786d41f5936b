/**
 * Sends changes of a replay one at a time. While one is under way the next ones are gathered, a newer wish taking the
 * place of an older: somebody who drags the cursor asks faster than the recorder can jump.
 */
import type { Result } from '../api/http';
import type { ReplayChange } from '../api/recorder';
import type { Replay } from '../api/types';

export class Changes {
  private busy = false;
  private pending: ReplayChange | undefined;

  constructor(
    private readonly send: (change: ReplayChange) => Promise<Result<Replay>>,
    private readonly answered: (answer: Result<Replay>) => void,
  ) {}

  ask(change: ReplayChange): void {
    this.pending = { ...this.pending, ...change };
    if (!this.busy) {
      void this.run();
    }
  }

  /** True while an answer to a newer wish is still to come: older states are not worth showing. */
  get waiting(): boolean {
    return this.busy;
  }

  private async run(): Promise<void> {
    for (let change = this.take(); change !== undefined; change = this.take()) {
      const answer = await this.send(change);
      this.busy = this.pending !== undefined;
      this.answered(answer);
    }
  }

  private take(): ReplayChange | undefined {
    const change = this.pending;
    this.pending = undefined;
    this.busy = change !== undefined;
    return change;
  }
}
