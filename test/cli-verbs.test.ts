// The other verbs as a user runs them: list, show, init, live, doctor, bench.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentOf, pinproof } from './support/command.js';
import { sampleFolder, shown } from './support/samples.js';

const { folder, file } = sampleFolder();

describe('list and show', () => {
  it.each(['scenarios', 'kernels', 'proposals', 'commits', 'properties', 'paths', 'devices'])('list %s', what => {
    const ran = pinproof(['list', what, '--json']);
    expect(ran.code).toBe(0);
    expect(documentOf(ran).data[what].length).toBeGreaterThan(3);
  });

  it.each([
    [shown, 'scenario', /asks: [\s\S]*expected\n/],
    ['try_to_unmap_one', 'path', /^step +page_vma_mapped_walk -> next_pte, set_pmd_migration_entry +v5\.8$/m],
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
