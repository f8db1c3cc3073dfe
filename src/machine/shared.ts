// What every kind of shared state offers to steps besides its records: choice, and the observations properties are made of.
// Observations are of one transition; they are no part of the state.

/** The number of distinct observations one machine can make. */
export const OBSERVATIONS_MAX = 31;

export class Shared {
  /** Which alternative this run of the step takes; the explorer counts it up to `width`. */
  choice = 0;
  /** How many alternatives the step turned out to have. */
  width = 1;
  /** Bit i: observation i's question came up in this transition (its antecedent was met). */
  met = 0;
  /** Bit i: and the answer was the bad one, or the one looked for. */
  seen = 0;

  /** Nondeterminism: every value below n is explored. At most one choice a step. */
  choose(n: number): number {
    if (this.width !== 1) throw new Error('a step chooses twice: split it');
    if (n < 1) throw new Error(`choose(${n}): expected at least one alternative`);
    this.width = n;
    return this.choice;
  }

  /** Reports that the question behind `bit` came up, and whether it was answered with yes. */
  observe(bit: number, yes: boolean): void {
    this.met |= 1 << bit;
    if (yes) this.seen |= 1 << bit;
  }
}
