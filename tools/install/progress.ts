/** Says how far the downloads are: a bar on a terminal, whole lines anywhere else. */

export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;

export class Progress {
  readonly #output: ProgressOutput;
  readonly #now: () => number;
  #total = 0;
  #arrived = 0;
  #drawnAt = -Infinity;
  #isDrawn = false;

  constructor(output: ProgressOutput, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#now = now;
  }

  /** More is to come: the expected bytes of one more download. */
  expect(bytes: number): void {
    this.#total += bytes;
  }

  arrived(bytes: number): void {
    this.#arrived += bytes;
    if (this.#output.isTTY !== true || this.#now() - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = this.#now();
    const share = Math.min(1, this.#arrived / Math.max(1, this.#total));
    const filled = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    this.#output.write(
      `\r\x1b[K${bar} ${megabytes(this.#arrived)} of ${megabytes(this.#total)} MB`,
    );
    this.#isDrawn = true;
  }

  /** A finished step, on a line of its own. */
  line(text: string): void {
    if (this.#isDrawn) this.#output.write('\r\x1b[K');
    this.#isDrawn = false;
    this.#output.write(`${text}\n`);
  }
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
