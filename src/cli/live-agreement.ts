// A measured row held against the model of the kernel that it was measured on.
import { Agreement } from '../litmus/index.js';
import type { LiveRow } from '../live/index.js';

const agreement = new Agreement();

/** The table calls a page of the swap cache, a lazyfree page and so on by the same names as the cases do. */
export function holdsAgainstModel(row: LiveRow): 'agrees' | 'contradicts' | 'not modelled' {
  const { verdict } = agreement.judge({ ...row, line: 0 });
  return verdict === 'agreed' ? 'agrees' : verdict === 'contradicted' ? 'contradicts' : 'not modelled';
}
