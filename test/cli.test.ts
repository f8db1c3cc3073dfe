// The command line as a whole: exit codes, JSON, widths, colours and messages, each with the built program.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf, interrupted, pinproof, tooLong } from './support/command.js';

const shown = 'useless-notifier-settled';

/** Violated on the first kernels; what it expects is replaced. */
const settled = (expect: string): string => `asks: Does reclaim disturb a client for a page that is pinned all along?
memory: { A: anon }
devices: { nic: uring, gpu: kvm watches mm0 }
threads:
  nic: [pin A write longterm]
  reclaimer as kswapd: [wait until pinned(A by nic), reclaim A]
never: [useless-invalidation]
expect: ${expect}
`;
/** More states than any test waits for, and nothing bad among them. */
const endless = `asks: Do the counts add up for ever?
memory: { A: anon, B: anon }
devices: { nic: uring, gpu: kvm watches mm0 }
threads:
  nic:
    - loop: [pin A write longterm, dma A write, unpin A dirty]
  reclaimer as kswapd: [loop: [reclaim A, reclaim B]]
  cpu: [loop: [read A, write A, read B]]
  cpu2: [loop: [write A, write B]]
never: [CNT]
`;
const observed = `asks: Can a page be read back that was reclaimed?
kernels: v5.8..v5.9
memory: { A: anon }
threads:
  reclaimer as kswapd: [reclaim A]
  cpu: [read A]
exists: cpu.1 = init
sometimes: [reclaimed]
never: [device-waits]
expect: { others: { exists: holds, reclaimed: unreached, device-waits: holds } }
`;
const wrong = 'asks: Is this right?\nmemory: { A: anno }\nthreads: { r: [reclam A, read B] }\n';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pinproof-cli-'));
  const files = {
    'right.yaml': settled('{ v5.8..5.10.7: violated, others: holds }'),
    'unexpected.yaml': settled('{ others: holds }'),
    'endless.yaml': endless,
    'observed.yaml': observed,
    'wrong.yaml': wrong,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(file(name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('check', () => {
  it('says the verdict first, with kernel, property and bounds', () => {
    const { code, out, err } = pinproof(['check', shown, '--kernel', 'v5.8', '--wide']);
    expect(out.split('\n')[0]).toMatch(
      /^useless-notifier-settled v5\.8 useless-invalidation: violated {2}\(\d+ states, depth \d+, [\d.]+ s; threads 2, pages 1, complete, SC \+ x86 TLB\)$/,
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('keeps the states on the first line where there is room for nothing else', () => {
    const { out } = pinproof(['check', shown, '-k', 'v5.8']);
    expect(out.split('\n')[0]).toMatch(/^useless-notifier-settled v5\.8 useless-invalidation: violated {2}\(\d+ states,$/);
  });

  it('tells the complaint of the thread in at most twelve lines, and how to see it again', () => {
    const { out } = pinproof(['check', shown, '-k', 'v5.8']);
    const told = out.split('\n').filter(line => /^#\d+ /.test(line));
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThanOrEqual(12);
    expect(out).toMatch(/refcount 1 -> 1025/);
    expect(out).toMatch(/mm\/rmap\.c:try_to_unmap_one\(\) @v5\.8/);
    expect(out.trimEnd().split('\n').at(-1)).toBe('repeat: pinproof check useless-notifier-settled --kernel v5.8');
  });

  it('repeats a finding by the command that ends it', () => {
    const first = pinproof(['check', file('unexpected.yaml'), '--no-timing', '--json']);
    const [{ command, ...finding }] = documentOf(first).data.scenarios[0].answers[0].traces;
    const again = pinproof([...command.split(' ').slice(1), '--no-timing', '--json']);
    const [same] = documentOf(again).data.scenarios[0].answers[0].traces;
    expect({ ...same, kernels: finding.kernels, command: undefined }).toEqual({ ...finding, command: undefined });
  });

  it('shows one matrix for several kernels, with what differs marked', () => {
    const { code, out } = pinproof(['check', file('right.yaml'), '-k', 'v5.8,v5.11']);
    expect(code).toBe(0);
    expect(out).toMatch(/useless-invalidation violated\s+holds\*/);
    expect(out).not.toMatch(/^#1/m);
  });

  it('tells each unexpected violation once for all kernels that show it the same way', () => {
    const { code, out } = pinproof(['check', file('unexpected.yaml'), '-k', 'v5.8..5.10.7']);
    expect(code).toBe(1);
    expect(out.match(/^#1 /gm)).toHaveLength(1);
    expect(out).toMatch(/is violated on v5\.8 after \d+ transitions; the\s+same\s+on v5\.9\.\.5\.10\.7/);
    expect(out).toMatch(/violated where holds was\s+expected/);
  });

  it('applies all proposals that are named', () => {
    const document = documentOf(pinproof(['check', shown, '-k', 'v5.8', '--with', 'v1', '--with', 'early', '--json']));
    expect(document.data.scenarios[0].answers[0].proposals).toEqual(['v1', 'early']);
    expect(document.data.scenarios[0].answers[0].kernel).toBe('v5.8+v1+early');
  });

  it('warns of a property whose question never came up, counts witnesses, and observes as herd7 does', () => {
    const { code, out } = pinproof(['check', file('observed.yaml'), '-k', 'v5.8']);
    expect(code).toBe(0);
    expect(out).toMatch(/never exercised; not once: a client is told of an/);
    expect(out).toMatch(/seen 0 of 0 times: reclaim frees a page/);
    expect(out).toMatch(/^ +Observation observed (Sometimes|Always) \d+ \d+$/m);
    expect(pinproof(['check', file('observed.yaml')]).out).toMatch(/^Observation observed \w+ \d+ \d+ on v5\.8/m);
  });

  it('runs where the scenario means something, or everywhere if told to', () => {
    const kernels = (words: string[]) =>
      documentOf(pinproof(['check', file('observed.yaml'), ...words, '--json'])).data.scenarios[0].answers.length;
    expect(kernels([])).toBe(2);
    expect(kernels(['--all-kernels'])).toBeGreaterThan(2);
    const { code, err } = pinproof(['check', file('observed.yaml'), '-k', 'v6.1']);
    expect({ code, err }).toEqual({ code: 4, err: expect.stringMatching(/means anything/) });
  });

  it('tells every transition with --full, and a mail of 76 columns with --mail', () => {
    const full = pinproof(['check', shown, '-k', 'v5.8', '--full']).out;
    expect(full).toMatch(/frame 1\.ref 1 -> 1025/);
    expect(full.match(/^ ?\d+ {2}/gm)?.length).toBeGreaterThan(20);
    const mail = pinproof(['check', shown, '-k', 'v5.8', '--mail']).out;
    expect(mail).toMatch(/^Subject: useless-notifier-settled v5\.8 useless-invalidation: violated\n/);
    expect(mail.split('\n').filter(line => line.length > 76)).toEqual([]);
  });

  it('gives the same bytes for the same input', () => {
    const words = ['check', shown, file('observed.yaml'), '--no-timing'];
    expect(pinproof(words).out).toBe(pinproof(words).out);
    const json = pinproof([...words, '--json']).out;
    expect(json).toBe(pinproof([...words, '--json']).out);
    expect(JSON.parse(json).data.timing).toBeNull();
  });

  it('is inconclusive where a bound is hit, and says which', () => {
    const bounded = pinproof(['check', file('endless.yaml'), '-k', 'v5.8', '--states', '5,000']);
    expect(bounded.code).toBe(3);
    expect(bounded.out).toMatch(/inconclusive[\s\S]*bounded at 5,000 states/);
    const timed = pinproof(['check', file('endless.yaml'), '-k', 'v5.8,v5.9', '--time', '0.3', '--json']);
    expect(timed.code).toBe(3);
    const [first, second] = documentOf(timed).data.scenarios[0].answers;
    expect(first.stopped ?? first.missing).toBe('time');
    expect(second.missing).toBe('time');
  });

  it('stops at Ctrl-C with what it has', async () => {
    let sent = false;
    const words = ['check', file('endless.yaml'), '-k', 'v5.8', '--progress-interval', '0.2'];
    const { code, out, err } = await interrupted(words, text => text.includes('states') && !sent && (sent = true));
    expect(code).toBe(130);
    expect(out).toMatch(/^endless v5\.8 CNT: inconclusive/);
    expect(out).toMatch(/interrupted at depth \d+/);
    expect(err).toMatch(/^1\/1 endless v5\.8 {2}[\d.kM]+ states, .*ETA/);
  });

  it('is silent on stderr for a short run', () => {
    expect(pinproof(['check', file('right.yaml')]).err).toBe('');
  });
});

describe('scenario files', () => {
  it('have all their problems told in one run, each with its place', () => {
    const { code, out, err } = pinproof(['check', 'wrong.yaml', 'right.yaml'], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^wrong\.yaml:2:14: unknown kind of memory "anno"; did you mean "anon"\?\n +2 \| memory.*\n +\| +\^\^\^\^$/m);
    expect(err).toMatch(/^wrong\.yaml:3:16: unknown operation "reclam"; did you mean "reclaim"\?/m);
    expect(err).toMatch(/^wrong\.yaml:3:31: unknown page "B"/m);
  });

  it('have them in the document too', () => {
    const ran = pinproof(['check', 'wrong.yaml', '--json'], { cwd: folder });
    const { type, data, errors } = documentOf(ran);
    expect({ code: ran.code, err: ran.err, type, data }).toEqual({ code: 2, err: '', type: 'error', data: null });
    expect(errors.map(({ code }) => code)).toEqual(['unknown-kind', 'unknown-verb', 'unknown-page']);
    expect(errors[0].at).toEqual({ file: 'wrong.yaml', line: 2, col: 14 });
  });
});

describe('matrix', () => {
  it('compares kernels, and proposals on one kernel', () => {
    const kernels = documentOf(pinproof(['matrix', shown, '-k', 'v5.8,v5.11', '--json']));
    expect(kernels.data.tables[0].rows[0].cells.map(({ result }: { result: string }) => result)).toEqual(['violated', 'holds']);
    const { code, out } = pinproof(['matrix', shown, '-k', 'v5.8', '--with', 'v1', '--with', 'v1+late']);
    expect(code).toBe(0);
    expect(out).toMatch(/v5\.8\s+\+v1\s+\+v1\+late/);
    expect(out).toMatch(/useless-invalidation +BAD +ok\* +ok\*/);
    const each = documentOf(pinproof(['matrix', shown, '--with', 'each', '--json']));
    expect(each.data.tables[0].columns.length).toBeGreaterThan(5);
  });

  it('makes a missed expectation exit code 1, a bound 3', () => {
    expect(pinproof(['matrix', file('unexpected.yaml')]).code).toBe(1);
    expect(pinproof(['matrix', file('endless.yaml'), '-k', 'v5.8', '--states', '1000']).code).toBe(3);
  });
});

describe('list and show', () => {
  it.each(['scenarios', 'kernels', 'proposals', 'commits', 'properties', 'paths', 'devices'])('list %s', what => {
    const ran = pinproof(['list', what, '--json']);
    expect(ran.code).toBe(0);
    expect(documentOf(ran).data[what].length).toBeGreaterThan(3);
  });

  it.each([
    [shown, 'scenario', /asks: [\s\S]*expected\n/],
    ['try_to_unmap_one', 'path', /^step +page_vma_mapped_walk -> mmu_notifier_invalidate_range_end +v5\.8$/m],
    ['shrink_folio_list', 'path', /^shrink_page_list on /],
    ['is_page_cache_freeable', 'path', /^step +\* is_page_cache_freeable -> keep_locked/m],
    ['try_to_unmap_one.put_page', 'path', /^step +\* put_page/m],
    ['put_page', 'labels', /stands in \d+ paths/],
    ['6c287605', 'commit', /kernels: +v5\.19\.\./],
    ['early', 'commit', /never merged/],
    ['v5.11', 'kernel', /^feb889fb40fa +v5\.11/m],
    ['COH', 'property', /same physical page/],
  ])('show %s is a %s', (name, kind, text) => {
    const ran = pinproof(['show', name, '--json']);
    expect(ran.code).toBe(0);
    expect(documentOf(ran).data.kind).toBe(kind);
    expect(pinproof(['show', name]).out).toMatch(text);
  });

  it('shows a path as a kernel has it, with the commits that made it so', () => {
    const at = (...words: string[]): string => pinproof(['show', 'try_to_unmap_one', ...words]).out;
    expect(at('-k', 'v5.8')).not.toMatch(/6c287605fd56/);
    expect(at('-k', 'v6.1')).toMatch(/^aside +swap_free +6c287605fd56$/m);
    expect(at('-k', 'v5.8', '--with', 'v1')).toMatch(/^step +v1_page_maybe_dma_pinned -> [\w, ]+ +v1$/m);
  });
});

describe('init', () => {
  it('writes a scenario that passes, and never over another file', () => {
    const cwd = file('init');
    mkdirSync(cwd);
    expect(pinproof(['init', 'mine.yaml'], { cwd }).code).toBe(0);
    expect(pinproof(['check', 'mine.yaml'], { cwd }).code).toBe(0);
    writeFileSync(join(cwd, 'taken.yaml'), 'mine');
    const refused = pinproof(['init', 'taken.yaml'], { cwd });
    expect({ code: refused.code, out: refused.out }).toEqual({ code: 2, out: '' });
    expect(refused.err).toMatch(/taken\.yaml exists already/);
    expect(readFileSync(join(cwd, 'taken.yaml'), 'utf8')).toBe('mine');
    expect(documentOf(pinproof(['init', 'other.yaml', '--json'], { cwd })).data).toEqual({ written: 'other.yaml' });
  });

  it('leaves nothing behind where it cannot write', () => {
    const { code, err } = pinproof(['init', 'nowhere/mine.yaml'], { cwd: folder });
    expect({ code, err }).toEqual({ code: 2, err: 'pinproof: cannot write nowhere/mine.yaml: there is no such folder\n' });
    expect(readdirSync(folder).filter(name => name.includes('part'))).toEqual([]);
  });
});

describe('live and doctor', () => {
  const nothing = { env: { PATH: '' } };

  it('exit with 4 where nothing can be measured, and say why', () => {
    const live = pinproof(['live', '--swap', 'none'], nothing);
    expect(live.code).toBe(4);
    expect(live.out).toMatch(/skipped: all cases\n +because of cc: [\s\S]*try: /);
    expect(documentOf(pinproof(['live', '--swap', 'none', '--json'], nothing)).data.measured).toBe(0);
    const doctor = pinproof(['doctor'], nothing);
    expect(doctor.code).toBe(4);
    expect(doctor.out).toMatch(/^cc +missing/m);
    expect(documentOf(pinproof(['doctor', '--json'], nothing)).data.ready).toBe(false);
  });

  it('answer with what this machine can do', () => {
    const live = pinproof(['live', '--swap', 'none', '--json']);
    const { data } = documentOf(live);
    expect(live.code).toBe(data.measured > 0 ? 0 : 4);
    expect(data.results).toHaveLength(data.measured + data.skipped);
    const doctor = pinproof(['doctor', '--json']);
    expect(doctor.code).toBe(documentOf(doctor).data.ready ? 0 : 4);
  });

  it('write the program that would run', () => {
    const ran = pinproof(['live', '--emit', file('repro.c'), '--json']);
    expect(ran.code).toBe(0);
    expect(documentOf(ran).data.cases).toBeGreaterThan(0);
    expect(readFileSync(file('repro.c'), 'utf8')).toMatch(/int main/);
    expect(pinproof(['live', '--emit', join(folder, 'nowhere', 'x.c')]).code).toBe(2);
  });
});

describe('bench', () => {
  it('searches the reference model', () => {
    const ran = pinproof(['bench', 'reference', '--config', '1 2 2 2 1 1 2', '--var', '1', '--json']);
    expect(ran.code).toBe(0);
    const { states, transitions, depth, violations, cpuSeconds, peakBytes } = documentOf(ran).data;
    expect({ states, transitions, depth }).toEqual({ states: 48_549, transitions: 217_148, depth: 55 });
    expect(violations.I3).toBe(1704);
    for (const cost of [cpuSeconds, peakBytes]) expect(cost).toBeGreaterThan(0);
  });

  it('compares with SPIN, or says what is missing', () => {
    const ran = pinproof(['bench', '--runs', '1', '--config', '1 2 2 2 1 1 2', '--json']);
    expect([0, 4]).toContain(ran.code);
    const { data, errors } = documentOf(ran);
    if (ran.code === 0) expect(data.agrees).toBe(true);
    else expect(errors[0].message).toMatch(/needs/);
  });

  it('refuses what it does not know', () => {
    expect(pinproof(['bench', 'reference']).code).toBe(2);
    expect(pinproof(['bench', 'reference', '--config', '1 2']).code).toBe(2);
    expect(pinproof(['bench', 'referense']).err).toMatch(/did you mean "reference"/);
  });
});

describe('what is not known', () => {
  it.each([
    [['chekc'], "unknown command 'chekc'; did you mean check?", 'usage: pinproof [options] VERB'],
    [['check', '--kernle', 'v5.8'], "unknown option '--kernle'; did you mean --kernel?", 'usage: pinproof check [options] [scenarios...]'],
    [['check', '-k', 'v5.88'], 'unknown kernel "v5.88"; did you mean "v5.8"?', 'known: v5.8, v5.9'],
    [['check', '-w', 'erly'], 'unknown proposal "erly"; did you mean "early"?', 'known: v1'],
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

  it('end without a word when nobody reads on', async () => {
    const { spawnSync } = await import('node:child_process');
    const program = new URL('../bin/pinproof.js', import.meta.url).pathname;
    const ran = spawnSync('sh', ['-c', `"$0" "$1" list commits --wide | head -n 1`, process.execPath, program], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
  });
});
