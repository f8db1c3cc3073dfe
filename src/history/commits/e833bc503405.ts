// v6.2: the entries into which a PMD is split are as dirty as it was.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { freeze_refuses_pinned } from './huge-exclusive.js';

export const e833bc503405 = commit(
  {
    id: 'e833bc503405',
    subject: 'mm/thp: re-apply mkdirty for small pages after split',
    since: 'v6.2',
    says: 'A store through an entry of a split huge page need not set the dirty bit anew. The folio is dirty either way.',
  },
  change(freeze_refuses_pinned.path, edit =>
    edit.replace('pmd_populate', (k, me) => {
      if (me.freeze === 0) k.mapRange(me.mm, me.page, me.folio, me.write, me.dirty, 0);
      else k.freezeRange(me.mm, me.page, me.folio, me.write, me.anon_exclusive & ~me.write);
    }),
  ),
);
