// Devices: their kinds, versions and what they watch.
import { describe, expect, it } from 'vitest';
import { parsed, placeless, refuses, scenario } from '../../test/support/scenario.js';

const with_ = (device: string) => scenario({ devices: `{ gpu: ${device} }`, threads: '{ r: [read A] }' });

describe('a device', () => {
  it.each<[string, object]>([
    ['uring', { kind: 'uring' }],
    ['i915@v5.13', { kind: 'i915', version: 'v5.13' }],
    ['odirect@v6.5', { kind: 'odirect', version: 'v6.5' }],
    ['i915@v5.8 watches mm0', { kind: 'i915', version: 'v5.8', watches: 'mm0' }],
    ['kvm watches mm1', { kind: 'kvm', watches: 'mm1' }],
  ])('%s', (text, wanted) => {
    expect(placeless(parsed(with_(text)).devices)).toEqual([{ name: 'gpu', ...wanted }]);
  });

  it.each<[string, ...Parameters<typeof refuses>[1]]>([
    ['«i951»', 'unknown-kind', 'unknown kind of device "i951"; did you mean "i915"?', /^known: i915, rdma/],
    ['«urng»@v5.8', 'unknown-kind', 'unknown kind of device "urng"; did you mean "uring"?'],
    ['i915@«v5.9»', 'unknown-version', /^unknown version "v5.9" of i915/, 'known: v5.8, v5.13'],
    ['odirect@«6.5»', 'unknown-version', 'unknown version "6.5" of odirect; did you mean "v6.5"?'],
    ['kvm@«v5.8»', 'unknown-version', 'unknown version "v5.8" of kvm', 'none is known'],
    ['kvm «watch» mm0', 'unknown-word', 'unknown word "watch" in device gpu; did you mean "watches"?'],
    ['kvm «watches»', 'missing-word', 'expected a process after "watches"'],
    ['kvm watches mm0 «mm1»', 'stray-word', 'nothing goes after "mm0", found "mm1"'],
    ['kvm watches «mm7»', 'unknown-process', 'unknown process "mm7"', /^known: mm0, mm1; /],
    ['"«»"', 'empty', 'device gpu is empty'],
    ['«{}»', 'wrong-type', 'device gpu should be a text, found a map'],
  ])('not: %s', (text, ...wanted) => {
    refuses(with_(text), wanted);
  });

  it('has a name of its own', () => {
    const threads = '{ r: [read A] }';
    refuses(scenario({ devices: '{ «A»: uring }', threads }), ['taken-name', '"A" cannot name a device, it is a page']);
    refuses(scenario({ devices: '{ n: uring, «n»: uring }', threads }), ['duplicate']);
    refuses(scenario({ devices: '«uring»', threads }), ['wrong-type', 'devices should be a map, found a text']);
  });
});
