// Ctrl-C: the first one asks the command to stop with what it has, the second one ends the program at once.
import { exit } from './exit.js';

/** A signal that arrives twice at once was sent once: to the group and to the process. */
const twice_ms = 100;

export class Interrupt {
  private readonly controller = new AbortController();
  private first = 0;
  private readonly heard = (): void => {
    const now = performance.now();
    if (this.signal.aborted) {
      if (now - this.first > twice_ms) process.exit(exit.interrupted);
      return;
    }
    this.first = now;
    this.say('stopping; once more to stop at once');
    this.controller.abort();
  };

  constructor(private readonly say: (line: string) => void) {
    process.on('SIGINT', this.heard);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    process.off('SIGINT', this.heard);
  }
}
