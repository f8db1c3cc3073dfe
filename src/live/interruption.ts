// The interruption of a run: the caller's abort signal or SIGINT, SIGTERM and SIGHUP, made into one abort signal.
// While it stands no such signal kills the process, so that what the run did to the host is undone first.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Interruption {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal | undefined;
  #caught: NodeJS.Signals | undefined;
  readonly #abort = () => this.#controller.abort();
  readonly #catch = (signal: NodeJS.Signals) => {
    this.#caught ??= signal;
    this.#abort();
  };

  constructor(outer?: AbortSignal) {
    this.#outer = outer;
    if (outer?.aborted) this.#abort();
    outer?.addEventListener('abort', this.#abort);
    for (const signal of signals) process.on(signal, this.#catch);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Lets go of the signals. One that was caught and that nobody else handles takes its usual effect now. */
  end(): void {
    this.#outer?.removeEventListener('abort', this.#abort);
    for (const signal of signals) process.off(signal, this.#catch);
    if (this.#caught && process.listenerCount(this.#caught) === 0) process.kill(process.pid, this.#caught);
  }
}
