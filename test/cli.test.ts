// check and matrix as a user runs them: verdicts, traces, bounds, interruption, problems in scenario files.
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentOf, interrupted, pinproof } from './support/command.js';
import { sampleFolder, shown } from './support/samples.js';

const { folder, file } = sampleFolder();

describe('check', () => {
  it('says the verdict first, with kernel, property and bounds', () => {
    const { code, out, err } = pinproof(['check', shown, '--kernel', 'v5.8', '--wide']);
    expect(out.split('\n')[0]).toMatch(
      /^useless-notifier-settled v5\.8 useless-invalidation: violated {2}\(\d+ states, depth \d+, [\d.]+ s(, [\d,]+ states\/s)?; threads 2, pages 1, complete, SC \+ x86 TLB\)$/,
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

  it('tells each unexpected violation once for each kernel that was searched by itself', () => {
    const { code, out } = pinproof(['check', file('unexpected.yaml'), '-k', 'v5.8..5.10.7']);
    const searched = documentOf(
      pinproof(['check', file('unexpected.yaml'), '-k', 'v5.8..5.10.7', '--json']),
    ).data.scenarios[0].answers.filter(({ sameAs }: { sameAs: string | null }) => sameAs === null);
    expect(code).toBe(1);
    expect(searched.length).toBeGreaterThan(0);
    expect(out.match(/^#1 /gm)).toHaveLength(searched.length);
    expect(out).toMatch(/is violated on v5\.8 after \d+ transitions/);
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
    expect(out).toMatch(/seen 0 of \d+ times: reclaim or migration\s+gives up on a page/);
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

describe('what cannot be built', () => {
  it('is an error at its place, with the kernels it is about', () => {
    const text =
      'asks: Is this too much?\nmemory: { A: anon, B: anon, C: anon, D: anon, E: anon, F: anon, G: anon, H: anon, I: anon }\nthreads: { r: [read A] }\n';
    writeFileSync(file('large.yaml'), text);
    const { code, out, err } = pinproof(['check', 'large.yaml'], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^large\.yaml:2:\d+: the scenario cannot start: .*9 pages.*\n[\s\S]*\^\n +on v5\.8\.\./);
  });

  it('is named where there is no such file', () => {
    expect(pinproof(['check', 'nowhere/x.yaml']).err).toMatch(/there is no file "nowhere\/x\.yaml"/);
    expect(pinproof(['check', 'mprotect-round-tri.yaml']).err).toMatch(/is called "mprotect-round-trip"/);
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
