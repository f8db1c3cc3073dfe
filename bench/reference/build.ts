// Builds the machine of one configuration, variant and mutant.
// Every actor goes round its path for ever: a jump back to the start follows it.
import { type AnyPath, compose, Machine, type ThreadSpec } from '../../src/machine/index.js';
import { parseConfig } from './config.js';
import { cpu } from './cpu.js';
import { dma } from './device.js';
import { INVARIANTS, Memory } from './memory.js';
import { migrate } from './migrate.js';
import { reclaim } from './reclaim.js';
import { base, type Mutant, migrateChecks, mutantNames, mutants, variants } from './variants.js';

export interface Choice {
  /** VAR: where reclaim looks for a pin, 0 to 4. */
  readonly variant?: number;
  /** MCHK: whether migration looks for a pin early, 0 or 1. */
  readonly mchk?: number;
  readonly mutant?: string;
  /** The invariants that count as violations; all of them unless said. Reclaim without an early look at pins violates I3 by design. */
  readonly judged?: readonly string[];
}

const isMutant = (name: string): name is Mutant => Object.hasOwn(mutants, name);

export function build(text: string, choice: Choice = {}): Machine<Memory> {
  const config = parseConfig(text);
  const { variant = 0, mchk = 0, mutant } = choice;
  const early = variants[variant];
  if (early === undefined) throw new Error(`variant ${variant}: expected 0 to ${variants.length - 1}; say where reclaim looks for a pin`);
  const check = migrateChecks[mchk];
  if (check === undefined) throw new Error(`mchk ${mchk}: expected 0 or 1; say whether migration looks for a pin early`);
  if (mutant !== undefined && !isMutant(mutant))
    throw new Error(`mutant "${mutant}": there is none of this name; choose one of ${mutantNames.join(', ')}`);
  const links = compose(base, [
    { id: `variant ${variant}`, changes: early },
    { id: `mchk ${mchk}`, changes: check },
    { id: `mutant ${mutant}`, changes: mutant === undefined ? [] : mutants[mutant] },
  ]);
  const k = new Memory(config, judgedBits(choice.judged ?? INVARIANTS));
  return new Machine(k, k.u, k.layout, links, threads(k));
}

function judgedBits(names: readonly string[]): number {
  return names.reduce((bits, name) => {
    const bit = INVARIANTS.indexOf(name);
    if (bit < 0) throw new Error(`invariant "${name}": there is none of this name; choose among ${INVARIANTS.join(', ')}`);
    return bits | (1 << bit);
  }, 0);
}

/** Bits of the greatest value that a field can have. */
const bitsFor = (value: number): number => 32 - Math.clz32(value);

function threads({ config }: Memory): ThreadSpec[] {
  const { cpus, devices, reclaimers, migrators, mappings } = config;
  const narrowed = {
    page: bitsFor(config.pages),
    frame: bitsFor(config.frames),
    target: bitsFor(config.frames),
    mapping: bitsFor(mappings - 1),
    attempt: bitsFor(reclaimers + migrators - 1),
    device: bitsFor(devices - 1),
  };
  const many = (n: number, name: string, path: AnyPath, args: (me: never, i: number) => void): ThreadSpec[] =>
    Array.from({ length: n }, (_, i) => ({
      name: `${name}${i}`,
      background: true,
      narrowed,
      items: [
        { kind: 'run', title: name, path, args: me => args(me as never, i) },
        { kind: 'jump', to: 0 },
      ],
    }));
  return [
    ...many(reclaimers, 'reclaim', reclaim, (me: { attempt: number }, i) => {
      me.attempt = i;
    }),
    ...many(migrators, 'migrate', migrate, (me: { attempt: number }, i) => {
      me.attempt = reclaimers + i;
    }),
    ...many(cpus, 'cpu', cpu, (me: { mapping: number }, i) => {
      me.mapping = i % mappings;
    }),
    ...many(devices, 'device', dma, (me: { device: number }, i) => {
      me.device = i;
    }),
  ];
}
