// The names of a file: the pages, devices, processes and threads it declares.
// Filled while the file is read; look-up.ts holds against them what the file mentions.
import { reserved } from './condition.js';
import type { Passage } from './passage.js';
import type { Placed } from './place.js';
import type { Reading } from './reading.js';
import type { NumberedOp } from './syntax.js';

type Kind = 'page' | 'device' | 'thread';

export class Names {
  /** Undefined: the section cannot be read, and complaining about every mention of what stands there would help nobody. */
  pages: Set<string> | undefined = new Set();
  devices: Set<string> | undefined = new Set();
  processes = new Set(['mm0']);
  /** The numbered operations of each thread, if they can be read; one with a problem is an undefined that keeps its number. */
  threads: Map<string, (NumberedOp | undefined)[] | undefined> | undefined = new Map();

  /** A name is declared even when there is a problem with it, so that it is told once and not at every mention. */
  declare(reading: Reading, { text: name, at }: Pick<Passage, 'text' | 'at'>, kind: Kind): void {
    if (!/^[A-Za-z]\w*(-\w+)*$/.test(name)) reading.report('bad-name', at(), name, `a ${kind}`);
    else if (reserved.includes(name)) reading.report('taken-name', at(), name, `a ${kind}`, 'a word of conditions');
    else if (/^mm\d+$/.test(name)) reading.report('taken-name', at(), name, `a ${kind}`, 'a process');
    else if (kind !== 'page' && this.pages?.has(name)) reading.report('taken-name', at(), name, `a ${kind}`, 'a page');
    if (kind === 'page') this.pages?.add(name);
    if (kind === 'device') this.devices?.add(name);
  }

  /** The pages of a large one have names of their own. */
  parts(name: string, parts: readonly string[]): void {
    if (parts.length > 1 && this.pages?.has(name)) for (const part of parts) this.pages.add(part);
  }

  /** A process named where it comes into being. */
  bring(reading: Reading, { value, at }: Placed<string>): boolean {
    if (!/^mm\d$/.test(value)) {
      reading.report('bad-process', at, value);
      return false;
    }
    this.processes.add(value);
    return true;
  }
}
