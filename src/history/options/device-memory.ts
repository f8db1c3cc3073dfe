// An option: a device has memory of its own. A fault on an entry that stands for it fetches the page back. A scenario in which somebody
// moves a page there gets it; elsewhere there is no such entry.
import { calls, change, done } from '../../machine/index.js';
import { dmirror_devmem_fault, Fault, handle_pte_fault } from '../../model/index.js';
import { commit } from '../commit.js';

export const deviceMemory = commit(
  {
    id: 'device memory',
    subject: 'a fault on a device private entry calls migrate_to_ram()',
    since: '-',
    says: 'do_swap_page() finds no swap entry but memory that only a device can address, and asks its driver for the page.',
  },
  change(handle_pte_fault, edit =>
    edit
      .aside('mapped', {
        migrate_to_ram: calls(Fault)(dmirror_devmem_fault, (me, to) => {
          to.mm = me.mm;
          to.page = me.page;
        }),
        fetched: { local: () => done },
      })
      .before('orig_pte', {
        is_device_private_entry(k, me, go) {
          if (k.pte(me.mm, me.page).device_private !== 0) return go.migrate_to_ram;
        },
      }),
  ),
);
