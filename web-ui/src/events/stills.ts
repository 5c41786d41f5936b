/** Loads pictures one after the other: a list asks for many at once, and each costs the recorder a decoder. */

/** After a recorder that had no time, or makes no pictures. */
const REST_MS = 10_000;

/** @returns false: the recorder cannot now, whichever picture it is */
type Load = () => Promise<boolean>;

export class Stills {
  private readonly queue: Load[] = [];
  private busy = false;

  /** @returns takes it back, if its turn has not come */
  add(load: Load): () => void {
    this.queue.push(load);
    void this.run();
    return () => {
      const index = this.queue.indexOf(load);
      if (index >= 0) {
        this.queue.splice(index, 1);
      }
    };
  }

  private async run(): Promise<void> {
    if (this.busy) {
      return;
    }
    this.busy = true;
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      if (!(await next())) {
        await new Promise((rested) => setTimeout(rested, REST_MS));
      }
    }
    this.busy = false;
  }
}
