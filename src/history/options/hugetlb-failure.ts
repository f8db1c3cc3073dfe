// The part of the option "hugetlbfs" that is about memory failure: the huge page is unmapped as any other, and dissolved if nobody has it.
import { calls, change, done } from '../../machine/index.js';
import { MemoryFailure, me_huge_page, memory_failure } from '../../model/index.js';

/** memory_failure_hugetlb() => identify_page_state(): what is done about the page is me_huge_page(), which lets its lock go. */
export const hugePageFails = change(memory_failure, edit =>
  edit
    .aside('unlock_page', {
      me_huge_page: calls(MemoryFailure)(
        me_huge_page,
        (me, to) => {
          to.folio = me.folio;
        },
        (me, got) => {
          me.result = got.result;
        },
      ),
      huge_action: { local: () => done },
    })
    .before('PageLRU', {
      PageHuge(k, me, go) {
        if (k.PageHuge(me.folio)) return go.hwpoison_user_mappings;
      },
    })
    .before('identify_page_state', {
      error_states(k, me, go) {
        if (!k.PageHuge(me.folio)) return;
        me.unmapped = 0;
        return go.me_huge_page;
      },
    }),
);
