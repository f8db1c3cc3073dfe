// The built command as a user runs it: a process of its own, its stdout, stderr and exit code.
import { type SpawnOptionsWithoutStdio, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const program = fileURLToPath(new URL('../../bin/pinproof.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What the caller's terminal has set must not matter here. */
const plainEnv = (): NodeJS.ProcessEnv => {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return env;
};

export function pinproof(words: readonly string[], { cwd, env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Ran {
  const ran = spawnSync(process.execPath, [program, ...words], {
    cwd,
    env: { ...plainEnv(), ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** Runs it and sends signals: `heard` is asked at each text on stderr, and true sends one. */
export function interrupted(
  words: readonly string[],
  heard: (text: string) => boolean,
  options: SpawnOptionsWithoutStdio = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...words], { ...options, env: plainEnv() });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      err += text;
      if (heard(err)) child.kill('SIGINT');
    });
    child.once('error', reject);
    child.once('close', code => resolve({ code, out, err }));
  });
}

export interface Document {
  readonly schema: number;
  readonly version: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test looks at the data of one verb
  readonly data: any;
  readonly errors: readonly { code: string; message: string; hint?: string; at?: { file: string; line: number; col: number } }[];
}

/** The one document that stdout holds. */
export function documentOf({ out }: Ran): Document {
  const document = JSON.parse(out) as Document;
  expect(Object.keys(document)).toEqual(['schema', 'version', 'type', 'data', 'errors']);
  expect(document.schema).toBe(1);
  return document;
}

/** Lines that no 80-column terminal would show whole; a word that is longer than that cannot be helped. */
export const tooLong = (text: string): string[] => text.split('\n').filter(line => line.length > 80 && line.trim().includes(' '));
