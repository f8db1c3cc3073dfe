// Files of ext4 with data=journal in scenarios: what of them is modelled.
import type { Memory } from './syntax.js';

/** Operations that move pages, or go past the page cache: what the journal has to say to that is not modelled. */
export const NOT_OF_JOURNAL: readonly string[] = [
  'direct-write',
  'migrate',
  'move-pages',
  'mbind',
  'compact',
  'cma',
  'offline',
  'demote',
  'numa-scan',
  'soft-offline',
  'memory-failure',
];

/** Why a page of such a file is not modelled, if it is not. */
export function cannotBeJournalled({ filesystem, order, zone }: Memory): string | undefined {
  if (filesystem?.value !== 'ext4-journal') return undefined;
  if (order !== undefined) return 'large folios of ext4-journal are not modelled; leave the order out';
  return zone && `pages of ext4-journal are not moved here; leave "${zone.value}" out`;
}
