// The reference model under test: the states, transitions and depths that every checker finds, and every mutant caught.
import { describe, expect, it } from 'vitest';
import { type ReferenceOptions, runReference } from './index.js';

type Row = readonly [config: string, options: ReferenceOptions, states: number, transitions: number, depth: number];

const rows: readonly Row[] = [
  ['1 1 1 1 1 0 2', {}, 307, 836, 20],
  ['1 2 1 2 1 0 2', {}, 1_308, 4_576, 25],
  ['1 2 2 2 1 0 2', {}, 8_874, 41_180, 33],
  ['1 1 1 1 1 1 2', {}, 1_193, 3_241, 36],
  ['1 2 1 1 1 1 2', {}, 1_713, 4_777, 37],
  ['1 2 2 2 1 1 2', {}, 52_821, 238_052, 53],
  ['2 1 1 1 1 0 3', {}, 16_673, 57_134, 50],
  ['2 1 1 1 1 1 3', {}, 435_397, 1_772_198, 68],
  ['3 1 1 1 1 1 2', {}, 139_981, 520_023, 54],
  // Variants and mutants: counted once by Spin with reference.pml.
  ['1 2 2 2 1 1 2', { mchk: 1 }, 48_933, 220_654, 56],
  ['1 2 2 2 1 1 2', { variant: 1 }, 48_549, 217_148, 55],
  ['1 2 2 2 1 1 2', { variant: 1, mchk: 1 }, 44_677, 199_838, 58],
  ['1 2 2 2 1 1 2', { variant: 2 }, 56_467, 255_412, 55],
  ['1 2 2 2 1 1 2', { variant: 2, mchk: 1 }, 51_905, 235_362, 58],
  ['1 2 2 2 1 1 2', { variant: 3 }, 41_967, 190_116, 53],
  ['1 2 2 2 1 1 2', { variant: 3, mchk: 1 }, 40_317, 183_274, 56],
  ['1 2 2 2 1 1 2', { variant: 4 }, 48_709, 220_718, 54],
  ['1 2 2 2 1 1 2', { variant: 4, mchk: 1 }, 45_513, 206_242, 57],
  ['2 1 1 1 1 0 3', { mutant: 'norecheck' }, 21_533, 74_846, 53],
  ['2 1 1 1 1 0 3', { mutant: 'dlate' }, 16_964, 58_230, 50],
  ['2 1 1 1 1 0 3', { mutant: 'chkfirst' }, 17_769, 60_690, 51],
  ['2 1 1 1 1 0 3', { mutant: 'nofreeze' }, 165_481, 548_558, 79],
  ['1 1 1 1 1 0 2', { mutant: 'norecheck' }, 327, 898, 20],
  ['1 1 1 1 1 0 2', { mutant: 'nofreeze' }, 1_172, 3_160, 45],
];

describe('the reference model', () => {
  it.each(rows.map(([config, options, ...counts]) => ({ config, options, counts })))('$config $options has $counts', row => {
    const { states, transitions, depth } = runReference(row.config, row.options);
    expect([states, transitions, depth]).toEqual(row.counts);
  });

  it('has 4,622,797 states of configuration L', { timeout: 120_000 }, () => {
    const { states, transitions, depth } = runReference('2 2 2 2 1 0 3');
    expect([states, transitions, depth]).toEqual([4_622_797, 27_478_072, 66]);
  });

  it('says what it took', () => {
    const { cpuSeconds, peakBytes } = runReference('1 1 1 1 1 0 2');
    expect(cpuSeconds).toBeGreaterThan(0);
    expect(peakBytes).toBeGreaterThan(2 ** 20);
  });
});

describe('the invariants', () => {
  const kept = { I1: 0, I2: 0, I4: 0, I5: 0 };

  it.each([0, 1, 2, 3, 4])('hold in variant %d, but for the complaint', variant => {
    for (const mchk of [0, 1]) expect(runReference('1 2 2 2 1 1 2', { variant, mchk }).violations).toMatchObject(kept);
  });

  it.each([
    { variant: 0, mchk: 0, complaints: true },
    { variant: 0, mchk: 1, complaints: true },
    { variant: 1, mchk: 0, complaints: true },
    { variant: 1, mchk: 1, complaints: false },
    { variant: 2, mchk: 1, complaints: false },
    { variant: 3, mchk: 1, complaints: true },
    { variant: 4, mchk: 1, complaints: true },
  ])('settle the complaint in variant $variant, mchk $mchk: $complaints', ({ variant, mchk, complaints }) => {
    const { violations, violated } = runReference('1 2 2 2 1 1 2', { variant, mchk });
    expect([violations['I3'] > 0, violated?.invariant]).toEqual([complaints, complaints ? 'I3' : undefined]);
  });

  it('are observed on the step: the depth of a violation counts the violating one', () => {
    expect(runReference('1 1 1 1 1 0 2', { verdict: true }).violated).toEqual({ invariant: 'I3', depth: 8 });
  });
});

/** Where Spin's assertions fail first, plus the failing step, with reclaim looking at pins early so that I3 holds. */
const verdicts = [
  { mutant: 'norecheck', config: '2 1 1 1 1 0 3', violated: { invariant: 'I1', depth: 17 } },
  { mutant: 'dlate', config: '1 1 1 1 1 0 2', violated: { invariant: 'I1', depth: 17 } },
  { mutant: 'dlate', config: '2 1 1 1 1 0 3', violated: { invariant: 'I1', depth: 17 } },
  { mutant: 'chkfirst', config: '1 1 1 1 1 0 2', violated: { invariant: 'I1', depth: 18 } },
  { mutant: 'chkfirst', config: '2 1 1 1 1 0 3', violated: { invariant: 'I1', depth: 18 } },
  { mutant: 'nofreeze', config: '1 1 1 1 1 0 2', violated: { invariant: 'I4', depth: 14 } },
  { mutant: 'nofreeze', config: '2 1 1 1 1 0 3', violated: { invariant: 'I4', depth: 14 } },
];

describe('a mutant', () => {
  it.each(verdicts)('is caught: $mutant in $config', ({ mutant, config, violated }) => {
    expect(runReference(config, { variant: 1, mutant, verdict: true }).violated).toEqual(violated);
  });

  it.each(verdicts)('is caught in variant 0 when the complaint is not judged: $mutant in $config', ({ mutant, config }) => {
    const judged = ['I1', 'I2', 'I4', 'I5'];
    const { violated, states } = runReference(config, { mutant, verdict: true, judged });
    expect(judged).toContain(violated?.invariant);
    expect(states).toBeLessThan(runReference(config, { mutant, judged }).states);
  });

  it('that trusts its first look cannot be observed with one page', () => {
    const result = runReference('1 1 1 1 1 0 2', { variant: 1, mutant: 'norecheck', verdict: true });
    expect(result.violated).toBeUndefined();
    expect(Object.values(result.violations)).toEqual([0, 0, 0, 0, 0]);
  });

  it('is not needed for a verdict: the protocol itself is sound', () => {
    expect(runReference('2 1 1 1 1 0 3', { variant: 1, verdict: true })).not.toHaveProperty('violated');
  });
});

describe('a wrong question', () => {
  it.each([
    ['', 'config "": found 0 numbers, expected 7 (P pages, M mappings, D devices, T cpus, R reclaimers, G migrators, F frames)'],
    ['1 2 2 2 1 1', 'config "1 2 2 2 1 1": found 6 numbers, expected 7'],
    ['1 2 2 2 1 1 2 9', 'found 8 numbers, expected 7'],
    ['0 2 2 2 1 1 2', 'config "0 2 2 2 1 1 2": P (pages) is 0, expected 1 to 6; write seven numbers "P M D T R G F"'],
    ['1 2 2 2 1 2 2', 'G (migrators) is 2, expected 0 to 1'],
    ['1 2 2 2 1 1 7', 'F (frames) is 7, expected 1 to 6'],
    ['1 2 2 x 1 1 2', 'T (cpus) is x, expected 1 to 8'],
    ['1 2 2 -1 1 1 2', 'T (cpus) is -1, expected 1 to 8'],
    ['1 2 2.5 1 1 1 2', 'D (devices) is 2.5, expected 1 to 8'],
    ['1 99999999999999999999 1 1 1 1 2', 'M (mappings) is 99999999999999999999, expected 1 to 4'],
  ])('is answered with what was found and what is expected: "%s"', (config, words) => {
    expect(() => runReference(config)).toThrow(words);
  });

  it.each([
    [{ variant: 5 }, 'variant 5: expected 0 to 4; say where reclaim looks for a pin'],
    [{ variant: Number.NaN }, 'variant NaN: expected 0 to 4'],
    [{ mchk: 2 }, 'mchk 2: expected 0 or 1; say whether migration looks for a pin early'],
    [{ mutant: 'freeze' }, 'mutant "freeze": there is none of this name; choose one of norecheck, dlate, chkfirst, nofreeze'],
    [{ judged: ['I6'] }, 'invariant "I6": there is none of this name; choose among I1, I2, I3, I4, I5'],
  ])('is answered: %o', (options, words) => {
    expect(() => runReference('1 1 1 1 1 0 2', options)).toThrow(words);
  });

  it('may have blanks around its numbers', () => {
    expect(runReference('  1 1  1 1 1 0 2 ').states).toBe(307);
  });
});
