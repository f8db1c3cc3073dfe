// v5.14: GUP-fast takes one reference, looks at the head again, and only then adds the rest of the bias.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { fast_gup_looks_twice } from './57efa1fe5957.js';

export const grab_in_two = change(fast_gup_looks_twice.path, (edit) =>
  edit
    .replace('try_grab_compound_head', (k, me, go) => {
      const folio = k.folio(me.folio);
      if (folio.ref <= 0) return go.gup_slow;
      folio.ref += me.times;
    })
    .after('try_grab_compound_head', {
      page_ref_add(k, me) {
        if (me.get === 0) k.folio(me.folio).ref += me.times * (k.shape.bias - 1);
      },
    }),
);

export const cc24d37322548 = commit(
  {
    id: 'c24d37322548',
    subject: 'mm/gup: fix try_grab_compound_head() race with split_huge_page()',
    since: 'v5.14',
    says:
      'Between the first reference and the bias a pin in the making is invisible to the pinned test; the recheck of ' +
      'the PTE still decides.',
  },
  grab_in_two,
);
