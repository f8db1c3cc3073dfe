// A need: one thing this machine must have, whether it is there, what its lack disables, and the command that mends it.
// All but the compiler and the user are tried by a small C program; nothing is concluded from a version number.

import { buildProgram, makeBuildFolder } from './build.js';
import { emitProbe } from './emit.js';
import { Interruption } from './interruption.js';
import { runProgram } from './program.js';
import { parseLine } from './row.js';
import { Undo } from './undo.js';

export type NeedName = 'cc' | 'root' | 'pagemap' | 'swap' | 'io_uring' | 'kvm' | 'tracefs';

export interface Need {
  readonly name: NeedName;
  readonly found: boolean;
  /** What was found, or what was tried and answered. */
  readonly detail: string;
  /** What cannot be measured without it. */
  readonly disables: string;
  /** The command that mends it; for one that is found, too. */
  readonly remedy: string;
}

const everything = 'every case';
const notifierCount = 'the count of notifier calls (inv is then -1)';

/** What each need is for, and what to do without it: the wording beside the names. */
const meanings: Record<NeedName, { disables: string; remedy(detail: string): string }> = {
  cc: { disables: everything, remedy: () => 'apt-get install gcc libc6-dev' },
  root: { disables: everything, remedy: () => 'sudo pinproof live' },
  pagemap: {
    disables: everything,
    remedy: detail => (isRoot() && detail.includes('hides') ? 'docker run --privileged' : 'sudo pinproof live'),
  },
  swap: {
    disables: 'pageout of anonymous pages (anon, anon_sc)',
    remedy: detail => (detail.startsWith('0 of') ? 'swapon FILE' : 'pinproof live --swap auto'),
  },
  io_uring: {
    disables: 'the pin uring_fixed',
    remedy(detail) {
      if (detail.includes('not implemented')) return 'boot a kernel with CONFIG_IO_URING=y';
      return detail.startsWith('io_uring_setup:') ? 'docker run --security-opt seccomp=unconfined' : 'sysctl -w kernel.io_uring_disabled=0';
    },
  },
  kvm: {
    disables: notifierCount,
    remedy: detail => (detail.includes('denied') ? 'sudo pinproof live' : 'modprobe kvm_intel || modprobe kvm_amd'),
  },
  tracefs: {
    disables: notifierCount,
    remedy(detail) {
      if (!isRoot()) return 'sudo pinproof live';
      if (detail.includes('not seen')) return 'nsenter --target 1 --all pinproof live';
      return detail.includes('No such')
        ? 'boot a kernel with CONFIG_FTRACE=y and CONFIG_KVM'
        : 'mount -t tracefs nodev /sys/kernel/tracing';
    },
  },
};

const isRoot = () => process.geteuid?.() === 0;

export function need(name: NeedName, found: boolean, detail: string): Need {
  const { disables, remedy } = meanings[name];
  return { name, found, detail, disables, remedy: remedy(detail) };
}

/** Builds and runs the probing program in the folder. Every need is in the answer, tried or not. */
export async function probeNeeds(folder: string, signal: AbortSignal, undo: Undo): Promise<Need[]> {
  const built = await buildProgram(folder, 'probe', emitProbe());
  const needs = [
    need('cc', 'path' in built, 'path' in built ? 'builds a program' : built.why),
    need('root', isRoot(), `user id ${process.geteuid?.() ?? 'unknown'}`),
  ];
  const answers = new Map<string, Need>();
  let why: string | undefined = 'there is no C compiler to try it with';
  if ('path' in built)
    why = await runProgram(built.path, {
      signal,
      limit_ms: 20_000,
      undo,
      line(text) {
        const line = parseLine(text);
        if (line.says === 'need' && line.need in meanings) answers.set(line.need, need(line.need as NeedName, line.found, line.detail));
      },
    });
  for (const name of ['pagemap', 'swap', 'io_uring', 'kvm', 'tracefs'] as const)
    needs.push(answers.get(name) ?? need(name, false, `not tried: ${why ?? 'the probe did not say'}`));
  return needs;
}

/** What this machine has for a live run. Builds and runs one small program; nothing stays behind. */
export async function inspectNeeds(): Promise<Need[]> {
  const undo = new Undo(() => {});
  const interruption = new Interruption();
  try {
    return await probeNeeds(makeBuildFolder(undo), interruption.signal, undo);
  } finally {
    undo.run();
    interruption.end();
  }
}
