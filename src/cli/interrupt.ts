// Ctrl-C: the first one asks the command to stop with what it has, the second one ends the program at once.
import { exit } from './exit.js';

export class Interrupt {
  private readonly controller = new AbortController();
  private readonly heard = (): void => {
    if (this.signal.aborted) process.exit(exit.interrupted);
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
