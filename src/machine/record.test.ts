// Records under test: where fields lie, what fits, what the recording handle tells.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskOf, masksOf, record } from './record.js';

const Folio = record('Folio', { ref: 12, dirty: 1, lock: 1, owner: 3 });

describe('a record', () => {
  it('puts fields side by side in words, and a wide one into a word of its own', () => {
    const Wide = record('Wide', { a: 3, b: 16, c: 17, d: 1, e: 32, f: 2 });
    expect(Wide.places).toEqual({
      a: { word: 0, shift: 0, bits: 3 },
      b: { word: 0, shift: 3, bits: 16 },
      c: { word: 1, shift: 0, bits: 17 },
      d: { word: 2, shift: 0, bits: 1 },
      e: { word: 3, shift: 0, bits: 32 },
      f: { word: 4, shift: 0, bits: 2 },
    });
    expect(Wide.words).toBe(5);
  });

  it('may have no field, and has a word even so', () => {
    expect(record('Nothing', {}).words).toBe(1);
  });

  it.each([0, 33, 1.5, -1])('refuses a field of %d bits by name', bits => {
    expect(() => record('Pte', { frame: bits })).toThrow(`Pte.frame: ${bits} bits, expected 1 to 32`);
  });

  it('reads back what was written, and leaves its neighbours alone', () => {
    const widths = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.integer({ min: 1, max: 32 }), {
      minKeys: 1,
      maxKeys: 9,
      noNullPrototype: true,
    });
    const writes = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 0x7fffffff })), { maxLength: 30 });
    fc.assert(
      fc.property(widths, writes, (fields, list) => {
        const names = Object.keys(fields).filter(name => !['at', 'u'].includes(name));
        fc.pre(names.length > 0);
        const type = record('Any', Object.fromEntries(names.map(name => [name, fields[name]])));
        const u = new Int32Array(type.words * 3).fill(-1);
        const handles = [0, 1, 2].map(i => type.handle(u, i * type.words) as unknown as Record<string, number>);
        const model = handles.map(handle => Object.fromEntries(names.map(name => [name, handle[name]])));
        for (const [which, field, value] of list) {
          const name = names[field % names.length];
          const kept = value & maskOf(fields[name]);
          handles[which % 3][name] = kept;
          model[which % 3][name] = kept;
        }
        handles.forEach((handle, i) => {
          for (const name of names) expect(handle[name]).toBe(model[i][name]);
        });
      }),
    );
  });

  it.each([[-1], [4096], [1 << 30]])('refuses %d in twelve bits by name', value => {
    const u = new Int32Array(1);
    const folio = Folio.handle(u, 0);
    folio.lock = 1;
    const before = u[0];
    expect(() => {
      folio.ref = value;
    }).toThrow(new RangeError(`Folio.ref: ${value} does not fit in 12 bits`));
    expect(u[0]).toBe(before);
  });

  it('counts up to its last value and no further', () => {
    const folio = Folio.handle(new Int32Array(1), 0);
    folio.ref = 4094;
    folio.ref++;
    expect(folio.ref).toBe(4095);
    expect(() => folio.ref++).toThrow('Folio.ref: 4096 does not fit in 12 bits');
  });

  it('uses one class for all its handles', () => {
    const a = Folio.handle(new Int32Array(4), 0);
    const b = Folio.handle(new Int32Array(4), 2);
    expect(Object.getPrototypeOf(a)).toBe(Object.getPrototypeOf(b));
  });
});

describe('a recording handle', () => {
  it('has the same face and tells each access', () => {
    const u = new Int32Array(4);
    const notes: string[] = [];
    const folio = Folio.recording(u, 2, (access, name, at, field) => notes.push(`${access} ${name}@${at}.${field}`));
    folio.dirty = 1;
    folio.ref++;
    expect(folio.owner).toBe(0);
    expect(notes).toEqual(['write Folio@2.dirty', 'read Folio@2.ref', 'write Folio@2.ref', 'read Folio@2.owner']);
    expect(Folio.handle(u, 2)).toMatchObject({ dirty: 1, ref: 1, lock: 0 });
  });

  it('refuses what the plain one refuses', () => {
    const folio = Folio.recording(new Int32Array(1), 0, () => {});
    expect(() => {
      folio.owner = 8;
    }).toThrow('Folio.owner: 8 does not fit in 3 bits');
  });
});

describe('the masks of a record', () => {
  it('have all declared bits', () => {
    expect(masksOf(Folio)).toEqual([0x1ffff]);
    expect(masksOf(record('Two', { a: 32, b: 1 }))).toEqual([-1, 1]);
  });

  it('leave out bits of any field that is narrowed, down to none', () => {
    expect(masksOf(Folio, { ref: 2, owner: 1 })).toEqual([0b1_1_1_000000000011]);
    expect(masksOf(Folio, { ref: 0, dirty: 0, lock: 0, owner: 0 })).toEqual([0]);
  });

  it('never widen', () => {
    expect(masksOf(Folio, { owner: 9 })).toEqual(masksOf(Folio));
  });
});
