// v5.14: GUP-fast takes one reference, looks at the head again, and only then adds the rest of the bias.
import { change } from '../../machine/index.js';
import { commit } from '../commit.js';
import { fast_gup_looks_twice } from './57efa1fe5957.js';

export const grab_in_two = change(fast_gup_looks_twice.path, (edit) =>
  edit
    .after('try_grab_compound_head', {
      /** The head is stable now; is it still the page's? Then its order is, too. */
      compound_head(k, me, go) {
        if (k.head(me.folio) !== me.head) return go.put_page_refs;
        return me.get === 0 && k.page(me.head).counts_pins === 1 ? go.hpage_pincount_add : go.page_ref_add;
      },
      put_page_refs(k, me, go) {
        k.put(me.head, me.times);
        return go.gup_slow;
      },
      page_ref_add(k, me, go) {
        if (me.get === 0) k.page(me.head).ref += me.times * (k.shape.bias - 1);
        return go.pte_val;
      },
    })
    .replace('try_grab_compound_head', (k, me, go) => {
      const head = k.page(me.head);
      if (head.ref <= 0) return go.gup_slow;
      head.ref += me.times;
      // A head stays its own head.
      if (me.head === me.folio) return me.get === 0 && head.counts_pins === 1 ? go.hpage_pincount_add : go.page_ref_add;
    }),
);

export const cc24d37322548 = commit(
  {
    id: 'c24d37322548',
    subject: 'mm/gup: fix try_grab_compound_head() race with split_huge_page()',
    since: 'v5.14',
    says:
      'The first reference may land on a page that a split has just made no head of ours: it is given back. Between it ' +
      'and the bias a pin in the making is invisible to the pinned test; the recheck of the PTE still decides.',
  },
  grab_in_two,
);
