// Measuring a whole process from outside: CPU seconds and peak memory as the kernel accounts them when it ends.
// Node tells these only of itself, so a small C program waits for the process; both sides are measured by the same one.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = `#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct rusage usage;
  int status;
  pid_t child;
  if (argc < 2) return 2;
  child = fork();
  if (child == 0) {
    execvp(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return 2;
  fprintf(stderr, "\\nmeasured %ld.%06ld %ld.%06ld %ld\\n", (long)usage.ru_utime.tv_sec, (long)usage.ru_utime.tv_usec,
          (long)usage.ru_stime.tv_sec, (long)usage.ru_stime.tv_usec, usage.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
`;

export interface Measured {
  /** User and system together. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly printed: string;
}

/** Runs a command to its end and gives what it printed; a failure of the command is an error with its words. */
export function run(folder: string, command: string, words: readonly string[]): { stdout: string; stderr: string } {
  const { status, stdout, stderr, error } = spawnSync(command, words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return { stdout, stderr };
  const said = error?.message ?? `${stderr}${stdout}`.trim();
  throw new Error(`"${[command, ...words].join(' ')}" failed: ${said.slice(-2_000)}`);
}

/** Builds the measuring program in `folder`; the function it gives runs a command there under it. */
export function meter(folder: string): (command: string, words: readonly string[]) => Measured {
  writeFileSync(join(folder, 'measure.c'), SOURCE);
  run(folder, 'gcc', ['-O1', '-o', 'measure', 'measure.c']);
  return (command, words) => {
    const { stdout, stderr } = run(folder, join(folder, 'measure'), [command, ...words]);
    const match = /\nmeasured ([\d.]+) ([\d.]+) (\d+)\n$/.exec(stderr);
    if (match === null) throw new Error(`the measuring program printed no measurement for "${command}"`);
    return { cpuSeconds: Number(match[1]) + Number(match[2]), peakBytes: Number(match[3]) * 1024, printed: stdout };
  };
}
