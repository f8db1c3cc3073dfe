// move_pages(2) finds a page of hugetlbfs and takes it off the list of those in use. Entered with a reference, under the mmap lock.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { FRAME } from '../folio.js';

/** tail: the address is not the first of the huge page. left: the page is not moved. */
export const HugetlbForMigration = record('HugetlbForMigration', { folio: FRAME, tail: 1, left: 1 });

export const add_page_for_migration = path('mm/migrate.c:add_page_for_migration() @v5.8', HugetlbForMigration)({
  /** -EACCES: others map it too. */
  page_mapcount(k, me) {
    if (k.page_mapcount(me.folio) <= 1) return;
    me.left = 1;
    return done;
  },
  /** -EACCES where the address is not the first one. */
  PageHead(_k, me) {
    if (me.tail === 0) return;
    me.left = 1;
    return done;
  },
  isolate_huge_page(k, me) {
    if (!k.isolate_huge_page(me.folio)) me.left = 1;
    return done;
  },
});
