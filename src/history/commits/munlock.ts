// munlock() as it changed: a walk of its own in v5.14, a count of mlocks in v5.18.
import { calls, change } from '../../machine/index.js';
import { munlock_vma_pages_range, page_mlock_one, try_to_munlock, Unmap } from '../../model/index.js';
import { commit } from '../commit.js';

export const cd62734ca60d = commit(
  {
    id: 'cd62734ca60d',
    subject: 'mm/rmap: split try_to_munlock from try_to_unmap',
    since: 'v5.14',
    says: 'munlock() no longer comes through try_to_unmap_one(): no notifier is called for it, and no test there stands in its way.',
  },
  change(try_to_munlock, edit =>
    edit.replace(
      'rmap_one',
      calls(Unmap)(
        page_mlock_one,
        (me, to) => {
          to.folio = me.folio;
          to.page = me.page;
          to.mm = me.mm;
          to.ret = 1;
        },
        (me, got) => {
          me.go_on = got.ret;
          me.mm++;
        },
      ),
    ),
  ),
);

export const c07ca76067308 = commit(
  {
    id: '07ca76067308',
    subject: 'mm/munlock: maintain page->mlock_count while unevictable',
    since: 'v5.18',
    says: 'The page counts the locked VMAs that map it: nobody walks the rmap, and the flag goes with the last of them.',
  },
  change(munlock_vma_pages_range, edit =>
    edit
      .remove('lock_page')
      .remove('page_mapcount')
      .remove('try_to_munlock')
      .remove('unlock_page')
      .remove('lru_cache_add')
      .replace('TestClearPageMlocked', (k, me) => {
        const folio = k.folio(me.folio);
        let mlock_count = 0;
        for (let mm = 0; mm < k.shape.mms; mm++)
          if (k.pte(mm, me.page).frame === me.folio && k.vma(mm, me.page).locked === 1) mlock_count++;
        if (folio.lru === 0 || mlock_count === 0) folio.mlocked = 0;
      })
      .rename('TestClearPageMlocked', 'munlock_page'),
  ),
);
