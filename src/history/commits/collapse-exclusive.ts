// The part of 6c287605fd56 that is about khugepaged: the huge page that it makes is nobody else's.
import { change } from '../../machine/index.js';
import { collapse_huge_page } from '../../model/index.js';

export const huge_page_is_exclusive = change(collapse_huge_page, edit =>
  edit.replace('page_add_new_anon_rmap', (k, me) => {
    k.page(me.new_page).entire_mapcount = 1;
    for (let n = me.new_page; n <= k.lastOf(me.new_page); n++) k.page(n).anon_exclusive = 1;
  }),
);
