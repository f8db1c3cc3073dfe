// The visited set: every state's packed words in order of discovery, found again through open addressing.
// No allocation per state; whole states are compared, so a verdict never rests on a hash.

/** An entry is a state's number plus one in the low bits and a piece of its hash above: most probes end without a look at the state. */
const INDEX_BITS = 26;
const INDEX_MASK = (1 << INDEX_BITS) - 1;

/** Most states one search can hold. */
export const STATES_MAX = INDEX_MASK - 1;

/** Share of the table that may be filled before it doubles. */
const LOAD_MAX = 0.65;

/** Candidates looked up together. Their cache misses overlap, which more than halves the time of a big search. */
const BATCH = 128;

/** States that there is room for at first. */
const CAPACITY = 1 << 12;

/** How states are hashed: the same function of the packed words wherever they lie. */
export type HashOf = (words: Int32Array, at: number) => number;

/** Why a set takes no more states. */
export type Full = 'states' | 'memory';

export interface Limits {
  readonly statesMax?: number;
  readonly bytesMax?: number;
}

export class Visited {
  count = 0;
  /** Who discovered each state. */
  parents: Int32Array;
  private table: Int32Array;
  private states: Int32Array;
  private readonly statesMax: number;
  private readonly bytesMax: number;

  /** The candidates that wait for their look-up; candidate j's words start at j * words. */
  readonly candidates: Int32Array;
  waiting = 0;
  private readonly hashes = new Int32Array(BATCH);
  private readonly origins = new Int32Array(BATCH);
  private readonly entries = new Int32Array(BATCH);

  constructor(
    readonly words: number,
    private readonly hashOf: HashOf,
    limits: Limits = {},
  ) {
    this.statesMax = Math.min(limits.statesMax ?? STATES_MAX, STATES_MAX);
    this.bytesMax = limits.bytesMax ?? Number.POSITIVE_INFINITY;
    this.table = new Int32Array(CAPACITY * 2);
    this.states = new Int32Array(CAPACITY * words);
    this.parents = new Int32Array(CAPACITY);
    this.candidates = new Int32Array(BATCH * words);
  }

  /** The packed words of all states; state i starts at i * words. Valid until the next look-up. */
  get store(): Int32Array {
    return this.states;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.table.byteLength + this.states.byteLength + this.parents.byteLength;
  }

  /** The words of the next candidate are in place. True when the batch must be looked up before there is room for another. */
  offer(hash: number, parent: number): boolean {
    const j = this.waiting++;
    this.hashes[j] = hash;
    this.origins[j] = parent;
    return this.waiting === BATCH;
  }

  /**
   * Looks all candidates up, in the order in which they were offered, and keeps the new ones.
   * `kept` hears of each one's number. Gives why a new one had no room, if so: then it and those behind it are dropped.
   */
  lookUp(kept?: (state: number) => void): Full | undefined {
    const { waiting, hashes, entries } = this;
    this.waiting = 0;
    if (!this.makeRoom(this.count + waiting)) return 'memory';
    const { table } = this;
    const mask = table.length - 1;
    // Independent loads first, then independent comparisons: the processor has many of them under way at once.
    for (let j = 0; j < waiting; j++) entries[j] = table[hashes[j] & mask];
    let open = 0;
    for (let j = 0; j < waiting; j++) {
      if (!this.is(entries[j], j)) entries[open++] = j;
    }
    for (let o = 0; o < open; o++) {
      const j = entries[o];
      if (this.numberOf(j) >= 0) continue;
      if (this.count >= this.statesMax) return 'states';
      const state = this.keep(j);
      if (kept !== undefined) kept(state);
    }
    return undefined;
  }

  /** Whether an entry of the table stands for candidate j. */
  private is(entry: number, j: number): boolean {
    if (((entry ^ this.hashes[j]) & ~INDEX_MASK) !== 0 || entry === 0) return false;
    const { words, states, candidates } = this;
    let x = ((entry & INDEX_MASK) - 1) * words;
    let y = j * words;
    const end = x + words;
    while (x < end && states[x] === candidates[y]) {
      x++;
      y++;
    }
    return x === end;
  }

  /** The number of the state whose packed words are in place as the first candidate; -1: it is not known. Only while none waits. */
  find(hash: number): number {
    this.hashes[0] = hash;
    return this.numberOf(0);
  }

  /** Where the candidate that `numberOf` did not find belongs in the table. */
  private slot = 0;

  /** The number under which candidate j was kept before, or -1. */
  private numberOf(j: number): number {
    const { table } = this;
    const mask = table.length - 1;
    let i = this.hashes[j] & mask;
    for (let entry = table[i]; entry !== 0; entry = table[i]) {
      if (this.is(entry, j)) return (entry & INDEX_MASK) - 1;
      i = (i + 1) & mask;
    }
    this.slot = i;
    return -1;
  }

  private keep(j: number): number {
    const { words, states, candidates } = this;
    const state = this.count++;
    for (let w = 0, x = state * words, y = j * words; w < words; w++) states[x + w] = candidates[y + w];
    this.table[this.slot] = (this.hashes[j] & ~INDEX_MASK) | (state + 1);
    this.parents[state] = this.origins[j];
    return state;
  }

  /** Doubles what is too small for `count` states; false where the limit or the machine has no memory for that. */
  private makeRoom(count: number): boolean {
    try {
      while (count > this.parents.length) {
        if (this.bytes + this.states.byteLength + this.parents.byteLength > this.bytesMax) return false;
        this.growStates();
      }
      while (count > this.table.length * LOAD_MAX) {
        if (this.bytes + this.table.byteLength > this.bytesMax) return false;
        this.growTable();
      }
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  private growStates(): void {
    const capacity = this.parents.length * 2;
    const states = new Int32Array(capacity * this.words);
    states.set(this.states);
    this.states = states;
    const parents = new Int32Array(capacity);
    parents.set(this.parents);
    this.parents = parents;
  }

  private growTable(): void {
    const { hashOf, states, words, count } = this;
    const table = new Int32Array(this.table.length * 2);
    const mask = table.length - 1;
    for (let state = 0; state < count; state++) {
      const hash = hashOf(states, state * words);
      let i = hash & mask;
      while (table[i] !== 0) i = (i + 1) & mask;
      table[i] = (hash & ~INDEX_MASK) | (state + 1);
    }
    this.table = table;
  }
}
