// Layouts under test: packing keeps every declared bit, refuses every other, and costs no more words than it must.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Layout } from './layout.js';
import { record } from './record.js';

const masks = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 32 }).map(bits => (bits === 32 ? -1 : (1 << bits) - 1)),
    fc.integer({ min: -0x80000000, max: 0x7fffffff }),
  ),
  { minLength: 1, maxLength: 20 },
);

function layoutOf(words: readonly number[]): Layout {
  const layout = new Layout();
  layout.region(words);
  return layout;
}

const bitsIn = (mask: number): number => (mask >>> 0).toString(2).replaceAll('0', '').length;

describe('packing', () => {
  it('loses nothing, wherever the packed words lie', () => {
    fc.assert(
      fc.property(masks, fc.infiniteStream(fc.integer()), fc.nat({ max: 5 }), (words, values, y) => {
        const { packer } = { packer: layoutOf(words).packer() };
        const u = Int32Array.from(words, mask => mask & (values.next().value as number));
        const packed = new Int32Array(packer.words + y + 1).fill(0x5a5a5a5a);
        const hash = packer.pack(u, packed, y);
        const back = new Int32Array(words.length);
        packer.unpack(back, packed, y);
        expect([...back]).toEqual([...u]);
        expect(packer.hash(packed, y)).toBe(hash);
        expect(packed.filter((_, i) => i < y || i >= y + packer.words).every(word => word === 0x5a5a5a5a)).toBe(true);
      }),
    );
  });

  it('gives different words for different states, and the same hash for the same', () => {
    fc.assert(
      fc.property(masks, fc.nat(), fc.nat({ max: 31 }), (words, which, bit) => {
        const i = which % words.length;
        fc.pre(((words[i] >>> bit) & 1) === 1);
        const packer = layoutOf(words).packer();
        const u = new Int32Array(words.length);
        const zero = new Int32Array(packer.words);
        const one = new Int32Array(packer.words);
        packer.pack(u, zero, 0);
        u[i] = 1 << bit;
        packer.pack(u, one, 0);
        expect([...one]).not.toEqual([...zero]);
        expect(one.reduce((bits, word) => bits + bitsIn(word), 0)).toBe(1);
      }),
    );
  });

  it('refuses any bit that was not declared', () => {
    fc.assert(
      fc.property(masks, fc.nat(), fc.nat({ max: 31 }), (words, which, bit) => {
        const i = which % words.length;
        fc.pre(((words[i] >>> bit) & 1) === 0);
        const packer = layoutOf(words).packer();
        const u = new Int32Array(words.length);
        u[i] = 1 << bit;
        expect(() => packer.pack(u, new Int32Array(packer.words), 0)).toThrow(`state word ${i} holds 0x`);
      }),
    );
  });

  it('fills words up: never two that would fit into one', () => {
    fc.assert(
      fc.property(masks, words => {
        const bits = words.map(bitsIn);
        const total = bits.reduce((sum, n) => sum + n, 0);
        const { words: packed } = layoutOf(words).packer();
        expect(packed).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(total / 32)));
        // First fit leaves at most one packed word half empty.
        expect(packed).toBeLessThanOrEqual(Math.max(1, Math.floor((2 * total) / 32) + 1));
      }),
    );
  });

  it('spreads what a layout without bits packs', () => {
    const packer = layoutOf([0, 0]).packer();
    const packed = Int32Array.of(7);
    packer.pack(new Int32Array(2), packed, 0);
    expect([packer.words, ...packed]).toEqual([1, 0]);
  });
});

describe('a layout', () => {
  const Folio = record('Folio', { ref: 12, dirty: 1 });

  it('places records one behind the other, by name', () => {
    const layout = new Layout();
    expect([layout.add(Folio, 'folio1'), layout.add(record('Two', { a: 32, b: 32 }), 'two'), layout.region([1, 3])]).toEqual([0, 1, 3]);
    expect(layout.words).toBe(5);
    expect(layout.instances.map(({ name, at }) => [name, at])).toEqual([
      ['folio1', 0],
      ['two', 1],
    ]);
  });

  it('names the record whose narrowed field was overrun', () => {
    const layout = new Layout();
    layout.add(Folio, 'folio1', { ref: 3 });
    const packer = layout.packer();
    const u = new Int32Array(1);
    Folio.handle(u, 0).ref = 8;
    expect(() => packer.pack(u, new Int32Array(1), 0)).toThrow('folio1 (Folio) holds 0x8, more than its declared bits 0x1007');
  });

  it('is not changed by what is added to its copy', () => {
    const layout = new Layout();
    layout.add(Folio, 'folio1');
    const copy = layout.copy();
    copy.add(Folio, 'folio2');
    expect([layout.words, layout.instances.length, copy.words, copy.instances.length]).toEqual([1, 1, 2, 2]);
  });
});
