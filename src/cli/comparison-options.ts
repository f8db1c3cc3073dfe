// The options of a comparison, apart from its code, which is loaded when it runs and not before.
import { proposalNames } from './names.js';
import { kernelsOption, searchOptions } from './option.js';
import type { Option } from './verb.js';

export const comparisonOptions: readonly Option[] = [
  kernelsOption,
  {
    flags: '-w, --with <proposals>',
    says: 'columns are these proposals, A+B for two in one; "each" for all; may be repeated',
    many: true,
    names: async () => ['each', ...(await proposalNames())],
  },
  ...searchOptions,
];
