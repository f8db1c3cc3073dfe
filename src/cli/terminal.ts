// The terminal: stdout for answers, stderr for everything else, and one line at its bottom that is written over.

import { exit } from './exit.js';

export class Terminal {
  private shown = 0;

  constructor() {
    // Whoever reads our output may stop early; there is nobody left to tell then. A disk that is full is another matter.
    process.stdout.on('error', error => {
      if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit();
      process.stderr.write(`pinproof: cannot write to stdout: ${error.message}\n`);
      process.exit(exit.usage);
    });
  }

  /** Somebody looks at stderr. */
  get seen(): boolean {
    return process.stderr.isTTY === true;
  }
  /** Somebody looks at stdout. */
  get outSeen(): boolean {
    return process.stdout.isTTY === true;
  }
  get columns(): number {
    return process.stderr.columns ?? 80;
  }

  out(text: string): void {
    this.status('');
    process.stdout.write(text);
  }

  say(line: string): void {
    this.status('');
    process.stderr.write(`${line}\n`);
  }

  /** Blanks and a carriage return do it: no escape code is needed. */
  status(line: string): void {
    if (!this.seen || (line === '' && this.shown === 0)) return;
    process.stderr.write(`\r${line.padEnd(this.shown)}${line === '' ? '\r' : ''}`);
    this.shown = line.length;
  }
}
