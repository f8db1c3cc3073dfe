// A mark: the part of a name that tells whose a file is, so that what a killed run left can be known as left.
// It is the process id, as this pid namespace has it, and the start time: a recycled id would make a dead owner look alive.
import { readFileSync } from 'node:fs';

/** Field 22 of /proc/PID/stat, in clock ticks since boot; undefined where there is no such process. */
function startTime(pid: number): string | undefined {
  try {
    // The command name, in parentheses, may itself hold spaces and parentheses.
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
}

/** `PREFIX-PID-START` for this process. */
export function marked(prefix: string): string {
  return `${prefix}-${process.pid}-${startTime(process.pid) ?? 0}`;
}

/** True for a name that `marked(prefix)` made in a process that is gone; false for every other name. */
export function isLeftover(prefix: string, name: string): boolean {
  if (!name.startsWith(`${prefix}-`)) return false;
  const [, pid, start] = /^(\d+)-(\d+)(?:-|$)/.exec(name.slice(prefix.length + 1)) ?? [];
  return pid !== undefined && startTime(Number(pid)) !== start;
}
