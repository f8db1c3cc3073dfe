// Tells the clients of an mm that the change is over: mirrors may look at the page tables again.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { MM } from '../folio.js';

export const RangeEnd = record('RangeEnd', { mm: MM });

export const mmu_notifier_invalidate_range_end = path('mm/mmu_notifier.c:mmu_notifier_invalidate_range_end() @v5.8', RangeEnd)({
  invalidate_range_end(k, me) {
    k.invalidated(me.mm);
    return done;
  },
});
