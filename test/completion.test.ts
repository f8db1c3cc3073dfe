// Completion as a shell does it: the scripts as the shells read them, and bash asked what it would offer.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shippedScenarios } from '../src/cli/home.js';
import { verbs } from '../src/cli/verbs.js';
import { KERNELS, PROPOSALS } from '../src/history/index.js';
import { pinproof } from './support/command.js';
import { missing } from './support/missing.js';
import { shown } from './support/samples.js';

const program = fileURLToPath(new URL('../bin/pinproof.js', import.meta.url));
const kernels = KERNELS.map(({ name }) => name);
const beginning = (text: string, names: readonly string[]): string[] => names.filter(name => name.startsWith(text));

/** What bash would offer for the last of these words. */
function offered(...words: string[]): string[] {
  const script = `
    pinproof() { "$NODE" "$PROGRAM" "$@"; }
    eval "$(pinproof completion bash)"
    COMP_WORDS=(pinproof "$@") COMP_CWORD=$#
    _pinproof
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { ...process.env, NODE: process.execPath, PROGRAM: program };
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(line => line !== '');
}

describe('the completion script', () => {
  it.for([
    ['bash', '-n'],
    ['zsh', '-n'],
    ['fish', '--no-execute'],
  ])('is %s to that shell', ([shell, check], test) => {
    const { code, out } = pinproof(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toMatch(/pinproof complete -- /);
    const script = fileURLToPath(new URL(`../completion/pinproof.${shell}`, import.meta.url));
    expect(out).toBe(readFileSync(script, 'utf8'));
    const { error, status, stderr } = spawnSync(shell, [check, script], { encoding: 'utf8' });
    if (error !== undefined) missing(test, `there is no ${shell} here to read it: apt-get install ${shell}`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('is there for the shells that are named, and for no other', () => {
    const { code, out, err } = pinproof(['completion', 'bsh']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('pinproof: unknown shell "bsh"; did you mean "bash"?\n  known: bash, zsh, fish\n');
  });
});

describe('bash offers', () => {
  it('verbs, and not the hidden one', () => {
    expect(offered('ch')).toEqual(['check']);
    expect(offered('')).toEqual([...verbs.map(({ name }) => name), 'help']);
    expect(offered('--color', 'never', 'ma')).toEqual(['matrix']);
  });

  it('names where names stand', () => {
    expect(offered('check', 'use')).toContain(shown);
    expect(offered('check', '')).toEqual([...shippedScenarios().keys()]);
    expect(offered('check', shown, 'use')).toEqual(offered('check', 'use'));
    expect(offered('list', 'prop')).toEqual(['proposals', 'properties']);
    expect(offered('show', 'useless-inv')).toContain('useless-invalidation');
    expect(offered('help', 'exit')).toEqual(['exit-codes']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('the values of an option, each of several', () => {
    expect(offered('check', '--kernel', 'v6')).toEqual(beginning('v6', kernels));
    expect(offered('check', '-k', 'v5.8,v6')).toEqual(beginning('v6', kernels).map(name => `v5.8,${name}`));
    expect(offered('check', '-k', 'v5.8..v5.1')).toEqual(beginning('v5.1', kernels).map(name => `v5.8..${name}`));
    expect(offered('show', 'x', '-k', 'v5.8,v6')).toEqual([]);
    expect(offered('matrix', '--with', '')).toEqual(['each', ...PROPOSALS.map(({ id }) => id)]);
    expect(offered('list', '--color', '')).toEqual(['auto', 'always', 'never']);
  });

  it('the value of an option in the same word, however the shell takes it apart', () => {
    expect(offered('check', '--kernel', '=', 'v6')).toEqual(beginning('v6', kernels));
    expect(offered('check', '--kernel', '=')).toEqual(kernels);
    expect(offered('check', '--kernel=v6')).toEqual(beginning('v6', kernels).map(name => `--kernel=${name}`));
  });

  it('the options of the verb, and none behind --', () => {
    expect(offered('check', '--k')).toEqual(['--kernel']);
    expect(offered('init', '--')).toEqual(['--json', '--wide', '--color', '--help']);
    expect(offered('check', '--', '--k')).toEqual([]);
  });

  it('nothing where files stand: the shell completes them itself', () => {
    expect(offered('agree', '')).toEqual([]);
    expect(offered('live', '--emit', '')).toEqual([]);
  });
});
