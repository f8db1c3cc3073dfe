// The JSON Schema of scenario files, for completion in editors: `pinproof help schema > scenario.schema.json`.
// It knows the entries and their words; what they mean together, the parser says.
import { VOCABULARY } from '../scenario/index.js';

type Schema = Readonly<Record<string, unknown>>;

const text = (description: string, more: Schema = {}): Schema => ({ type: 'string', description, ...more });
const number = (description: string, minimum: number, maximum: number): Schema => ({ type: 'integer', description, minimum, maximum });
const map = (description: string, of: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  description,
  minProperties: 1,
  additionalProperties: of,
  ...more,
});

/** An operation is a text, a loop or an either; texts begin with a word that is known. */
const operation: Schema = {
  anyOf: [
    text('VERB [PAGE] WORD... [xN], wait until CONDITION, or exit', {
      pattern: `^(${[...VOCABULARY.verbs.map(({ name }) => name), 'wait until', 'fork', 'exit'].join('|')})( |$)`,
    }),
    { type: 'object', required: ['loop'], properties: { loop: { anyOf: [{ $ref: '#/$defs/operations' }, { type: 'object' }] } } },
    { type: 'object', required: ['either'], properties: { either: { type: 'array', items: { $ref: '#/$defs/operations' } } } },
  ],
};

/** A list of properties of this kind, and conditions with names. */
function properties(kind: string, description: string): Schema {
  const known = VOCABULARY.properties.filter(({ kinds }) => (kinds as readonly string[]).includes(kind)).map(({ name }) => name);
  const names = known.length > 0 ? [{ enum: known }] : [];
  return { type: 'array', description, items: { anyOf: [...names, { type: 'object', additionalProperties: { type: 'string' } }] } };
}

const verdict: Schema = { enum: ['holds', 'violated', 'unreached'] };

export function scenarioSchema(): Schema {
  const { memory, devices, kernels, proposals } = VOCABULARY;
  const kinds = devices.flatMap(({ name, versions = [] }) => [name, ...versions.map(version => `${name}@${version}`)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'pinproof scenario',
    type: 'object',
    required: ['asks', 'memory', 'threads'],
    additionalProperties: false,
    properties: {
      asks: text('the question, with its question mark', { pattern: '\\?$' }),
      note: text('what a reader should know'),
      kernels: { description: `where it means something: ${kernels.join(', ')}, or FIRST..LAST`, type: ['string', 'array'] },
      bias: number('GUP_PIN_COUNTING_BIAS', 2, 65_536),
      frames: number('page frames', 1, 15),
      slots: number('swap slots', 0, 15),
      swap: { description: 'whether swap may be found full', enum: ['tight', 'roomy'] },
      memory: map('the pages', text('KIND [in PROC, ...] [STATE]', { pattern: `^(${memory.join('|')})\\b` })),
      devices: map('who pins and who listens', text('KIND[@VERSION] [watches PROC]', { pattern: `^(${kinds.join('|')})( |$)` })),
      setup: { $ref: '#/$defs/operations' },
      threads: map('who does what: NAME [in PROC | as ROLE]', { $ref: '#/$defs/operations' }),
      never: properties('never', 'what must never be so'),
      always: properties('always', 'what must always be so'),
      sometimes: properties('sometimes', 'what must be so somewhere in some run'),
      eventually: properties('eventually', 'what every run must come to'),
      exists: text('a condition on the ends: in how many does it hold?'),
      expect: map(`KERNELS to a verdict; +PROPOSAL with one of ${proposals.join(', ')}`, {
        anyOf: [{ enum: ['holds', 'violated'] }, map('a verdict for each property', verdict)],
      }),
      budget: number('states that a search may visit', 1, 1_000_000_000),
      live: { description: 'yes, or why not', anyOf: [{ type: 'boolean' }, { type: 'string' }] },
    },
    $defs: { operations: { type: 'array', items: operation } },
  };
}
