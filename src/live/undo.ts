// The undo list: everything a run has done to the host, newest last, each with the way back.
// It is run when the run ends, and by process.exit() if that comes first; so every way back is synchronous.

export class Undo {
  readonly #steps: { what: string; back: () => void }[] = [];
  readonly #say: (line: string) => void;
  readonly #atExit = () => this.run();

  constructor(say: (line: string) => void) {
    this.#say = say;
    process.once('exit', this.#atExit);
  }

  /** Call it before the deed: a way back from what was not done yet must do nothing. */
  add(what: string, back: () => void): void {
    this.#steps.push({ what, back });
  }

  /** Newest first. One that fails is said and does not stop the others. Running it again does nothing. */
  run(): void {
    process.off('exit', this.#atExit);
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        step.back();
      } catch (error) {
        this.#say(`could not undo (${step.what}): ${(error as Error).message}`);
      }
    }
  }
}
