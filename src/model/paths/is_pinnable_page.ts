// Is this page in memory that a long-term pin must not stay in? In 5.8 that is CMA; ZONE_MOVABLE is added in v5.13.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME, Zone } from '../folio.js';

export const Pinnable = record('Pinnable', { folio: FRAME, unpinnable: 1 });

export const is_pinnable_page = path('include/linux/mm.h:is_migrate_cma_page() @v5.8', Pinnable)({
  is_migrate_cma_page(k, me) {
    me.unpinnable = k.page(me.folio).zone === Zone.cma ? 1 : 0;
    return done;
  },
});
