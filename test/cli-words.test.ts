// What the command line says whatever the verb: names it does not know, 80 columns, colours, versions.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentOf, pinproof, tooLong } from './support/command.js';
import { sampleFolder, shown } from './support/samples.js';

const { file } = sampleFolder();

describe('what is not known', () => {
  it.each([
    [['chekc'], "unknown command 'chekc'; did you mean check?", 'usage: pinproof [options] VERB'],
    [['check', '--kernle', 'v5.8'], "unknown option '--kernle'; did you mean --kernel?", 'usage: pinproof check [options] [scenarios...]'],
    [['check', '-k', 'v5.88'], 'unknown kernel "v5.88"; did you mean "v5.8"?', 'known: v5.8, v5.9'],
    [['check', '-w', 'erly'], 'unknown proposal "erly"; did you mean "early"?', 'pinproof list proposals'],
    [['check', 'useless-notifier-setled'], 'did you mean "useless-notifier-settled"?', 'pinproof list scenarios'],
    [['list', 'kernel'], 'unknown list "kernel"; did you mean "kernels"?', 'known: scenarios'],
    [['show', 'try_to_unmap_on'], 'unknown name "try_to_unmap_on"; did you mean "try_to_unmap_one"?', 'pinproof list'],
    [['help', 'exit'], 'unknown topic "exit"; did you mean "exit-codes"?', 'known: answer'],
    [['check', '--states', 'many'], "option '--states <n>' argument 'many' is invalid", 'usage: pinproof check'],
    [['check', '--color', 'blue'], 'is invalid', 'usage: pinproof check'],
    [['check', '-k', 'v5.8+v1'], 'is a kernel with proposals', '--with v1'],
    [['check', '-k', 'v5.9..v5.8'], 'v5.9 comes after v5.8', 'v5.8..v5.9'],
    [[], 'expected a verb', 'usage: pinproof [options] VERB'],
  ])('%j', (words, message, more) => {
    const { code, out, err } = pinproof(words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const flat = err.replace(/\s+/g, ' ');
    expect(flat).toContain(message);
    expect(flat).toContain(more);
    const json = pinproof([...words, '--json']);
    expect({ code: json.code, err: json.err }).toEqual({ code: 2, err: '' });
    expect(
      documentOf(json)
        .errors.map(fault => `${fault.message} ${fault.hint ?? ''}`)
        .join(' '),
    ).toContain(message);
  });
});

describe('a help text', () => {
  it('loads no room but that of the reports', () => {
    const loaded = new Set<string>();
    const load = (file: URL): void => {
      if (loaded.has(file.href)) return;
      loaded.add(file.href);
      const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*? from '(\.[^']+)\.js';/gms);
      for (const [, path] of imports) load(new URL(`${path}.ts`, file));
    };
    load(new URL('../src/cli/main.ts', import.meta.url));
    const rooms = new Set([...loaded].map(href => /\/src\/(\w+)\//.exec(href)?.[1]));
    expect([...rooms].sort()).toEqual(['cli', 'report']);
  });
});

describe('the answers for people', () => {
  const answers = (): string[][] => [
    ['--help'],
    ['-h'],
    ['--version'],
    ...['check', 'matrix', 'list', 'show', 'init', 'live', 'doctor', 'bench', 'help'].map(verb => [verb, '--help']),
    ...['exit-codes', 'scenario', 'json', 'kernels', 'marks'].map(topic => ['help', topic]),
    ['check', shown, 'i915-stalls-reclaim', file('observed.yaml')],
    ['check', file('unexpected.yaml'), '--trace'],
    ['check', file('unexpected.yaml'), '-k', 'v5.8', '--full'],
    ['check', file('endless.yaml'), '--states', '300'],
    ['matrix', shown, file('observed.yaml')],
    ['matrix', shown, '-k', 'v5.8', '--with', 'each'],
    ...['scenarios', 'kernels', 'proposals', 'commits', 'properties', 'paths', 'devices'].map(what => ['list', what]),
    ...['shrink_page_list', 'put_page', '6c287605fd56', 'v6.5', 'COH'].map(name => ['show', name]),
    ['doctor'],
    ['live', '--swap', 'none'],
    ['bench', 'reference', '--config', '1 1 1 1 1 0 2'],
  ];

  it('have no escape code on a pipe, and no line of more than 80 columns', () => {
    for (const words of answers()) {
      const { out, err } = pinproof(words);
      const name = words.join(' ');
      expect(out, name).not.toBe('');
      expect(`${out}${err}`.includes('\u001b'), name).toBe(false);
      expect(tooLong(out), name).toEqual([]);
    }
  }, 120_000);

  it('are coloured where that is asked for', () => {
    const words = ['check', shown, '-k', 'v5.8'];
    const coloured = (given: string[], env: NodeJS.ProcessEnv = {}) => pinproof([...words, ...given], { env }).out.includes('\u001b');
    expect(coloured(['--color', 'always'])).toBe(true);
    expect(coloured([], { FORCE_COLOR: '1' })).toBe(true);
    expect(coloured([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
    expect(coloured(['--color', 'never'], { FORCE_COLOR: '1' })).toBe(false);
    expect(coloured(['--color', 'always', '--json'])).toBe(false);
  });

  it('name the versions', () => {
    const { code, out } = pinproof(['--version']);
    expect(code).toBe(0);
    expect(out).toMatch(/^pinproof \d+\.\d+\.\d+\nmodel: +\d+ kernels, v5\.8 to .*\nkernel: Linux .*, Node /);
    const { type, data } = documentOf(pinproof(['--version', '--json']));
    expect(type).toBe('version');
    expect(Object.keys(data)).toEqual(['package', 'model', 'kernel', 'node']);
  });

  it('make a manual page that man understands, with every flag', () => {
    const { code, out } = pinproof(['help', 'man']);
    expect(code).toBe(0);
    for (const flag of ['--kernel', '--with', '--json', '--emit', '--config']) expect(out).toContain(flag.replace(/-/g, '\\-'));
    for (const line of out.split('\n').filter(line => line.startsWith('.'))) expect(line).toMatch(/^\.(TH|SH|SS|TP|PP|B|BR|I|RI|in)\b/);
  });

  it('make a schema that has every entry and every known word', () => {
    const schema = JSON.parse(pinproof(['help', 'schema']).out);
    expect(schema.required).toEqual(['asks', 'memory', 'threads']);
    expect(schema.properties.never.items.anyOf[0].enum).toContain('useless-invalidation');
    expect('uring').toMatch(new RegExp(schema.properties.devices.additionalProperties.pattern));
    const [operation] = schema.$defs.operations.items.anyOf;
    expect('pin A write longterm').toMatch(new RegExp(operation.pattern));
    expect('pinn A').not.toMatch(new RegExp(operation.pattern));
  });

  it('end without a word when nobody reads on', async () => {
    const { spawnSync } = await import('node:child_process');
    const program = new URL('../bin/pinproof.js', import.meta.url).pathname;
    const ran = spawnSync('sh', ['-c', `"$0" "$1" list commits --wide | head -n 1`, process.execPath, program], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
  });
});
