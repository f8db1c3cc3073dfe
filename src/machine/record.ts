// A record: a kind of thing in the state, as named bit fields over 32-bit words.
// One generated class serves every instance, scenario and kernel: a class per scenario costs two fifths of the pace.

/** Where a handle stands: `u` is the running state, `at` the record's first word in it. */
export interface Handle {
  readonly u: Int32Array;
  readonly at: number;
}

/** Field name to width in bits, 1 to 32. */
export type Fields = Readonly<Record<string, number>>;

/** A handle with an accessor for each field. */
export type Of<F extends Fields> = Handle & { -readonly [K in keyof F]: number };

/** Where a field lies inside its record. */
export interface Place {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

/** What a recording handle reports: one read or write of one field. */
export type Note = (access: 'read' | 'write', record: string, at: number, field: string) => void;

export interface RecordType<F extends Fields = Fields> {
  readonly name: string;
  readonly fields: F;
  readonly places: Readonly<Record<keyof F & string, Place>>;
  readonly words: number;
  /** A handle that reads and writes `u`; a value that does not fit its field is an error by name. */
  handle(u: Int32Array, at: number): Of<F>;
  /** The same face, but every access is reported: the witness for declared reads and writes. */
  recording(u: Int32Array, at: number, note: Note): Of<F>;
}

/** The bits that may be set in each word of a record; `narrowed` says how many a field needs where that is known to be fewer. */
export function masksOf(type: RecordType, narrowed: Readonly<Record<string, number>> = {}): number[] {
  const masks = new Array<number>(type.words).fill(0);
  for (const [field, place] of Object.entries(type.places)) {
    const bits = Math.min(place.bits, narrowed[field] ?? place.bits);
    masks[place.word] |= maskOf(bits) << place.shift;
  }
  return masks;
}

/** The lowest `bits` bits. */
export const maskOf = (bits: number): number => (bits >= 32 ? -1 : (1 << bits) - 1);

function misfit(record: string, field: string, value: number, bits: number): never {
  throw new RangeError(`${record}.${field}: ${value} does not fit in ${bits} bits`);
}

/** Declares a record type. A field of more than 16 bits gets a word of its own, so that a layout can narrow it. */
export function record<const F extends Fields>(name: string, fields: F): RecordType<F> {
  const places: Record<string, Place> = {};
  let word = 0;
  let used = 0;
  for (const [field, bits] of Object.entries(fields)) {
    if (!Number.isInteger(bits) || bits < 1 || bits > 32) throw new RangeError(`${name}.${field}: ${bits} bits, expected 1 to 32`);
    if (used > 0 && (used + bits > 32 || bits > 16)) {
      word++;
      used = 0;
    }
    places[field] = { word, shift: used, bits };
    used += bits > 16 ? 32 : bits;
  }
  const words = word + 1;
  return {
    name,
    fields,
    places: places as Record<keyof F & string, Place>,
    words,
    handle: generate(name, places, false) as (u: Int32Array, at: number) => Of<F>,
    recording: generate(name, places, true) as (u: Int32Array, at: number, note: Note) => Of<F>,
  };
}

/** Writes the class: a getter and a setter a field, with constant shifts and masks that the JIT folds. */
function generate(name: string, places: Readonly<Record<string, Place>>, noting: boolean): unknown {
  const parts = Object.entries(places).map(([field, { word, shift, bits }]) => {
    const at = word === 0 ? 'this.at' : `this.at + ${word}`;
    const mask = bits === 32 ? -1 : 2 ** bits - 1;
    const note = (access: string) => (noting ? `this.note('${access}', '${name}', this.at, '${field}');` : '');
    const check = bits === 32 ? '' : `if ((v & ${~mask}) !== 0) misfit('${name}', '${field}', v, ${bits});`;
    return `get ${field}() { ${note('read')} return (this.u[${at}] >>> ${shift}) & ${mask}; }
      set ${field}(v) { ${note('write')} ${check} const i = ${at}; this.u[i] = (this.u[i] & ${~(mask << shift)}) | (v << ${shift}); }`;
  });
  const made = new Function(
    'misfit',
    `class ${name} { constructor(u, at, note) { this.u = u; this.at = at; ${noting ? 'this.note = note;' : ''} }\n${parts.join('\n')} }
    return (u, at, note) => new ${name}(u, at, note);`,
  );
  return made(misfit);
}
