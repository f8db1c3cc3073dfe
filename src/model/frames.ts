// Frames and slots: who owns them, how they are taken and given back, and what a pin adds to a count.
import { Pin } from './device.js';
import { Folio, ZERO_PAGE, Zone } from './folio.js';
import { Backing } from './pagecache.js';
import { See } from './properties.js';
import { State, ZEROES } from './state.js';

export class Frames extends State {
  /** The page is one of hugetlbfs. */
  is_vm_hugetlb_page(page: number): boolean {
    return this.shape.backing[page] === Backing.hugetlb;
  }
  PageHuge(frame: number): boolean {
    const { page } = this.folios[frame];
    return page !== 0 && this.is_vm_hugetlb_page(page - 1);
  }
  /** include/linux/mm.h:page_maybe_dma_pinned(): without an exact count any reference counts, so 1024 mappings look like a pin. */
  page_maybe_dma_pinned(frame: number): boolean {
    const folio = this.folio(frame);
    if (folio.counts_pins === 1) return folio.pincount > 0;
    // Unsigned: a count that has run over into the sign still looks pinned.
    return folio.ref >>> 0 >= this.shape.bias;
  }

  /** References that a pin or a FOLL_GET of a page adds to its folio. */
  referencesOf(frame: number, get: number): number {
    return get === 1 || this.folio(frame).counts_pins === 1 ? 1 : this.shape.bias;
  }

  /** mm/gup.c:put_compound_head(): gives pins or references back to the folio that the page belongs to now. */
  put_compound_head(frame: number, get: number, times: number): void {
    const folio = this.folio(frame);
    const references = times * this.referencesOf(frame, get);
    if (get === 0 && folio.counts_pins === 1) {
      this.observe(See.CNT, folio.pincount < times);
      folio.pincount = Math.max(0, folio.pincount - times);
    }
    this.put(frame, references);
  }

  /** put_page() of n references; the last one frees the folio. */
  put(frame: number, n: number): void {
    const folio = this.folio(frame);
    const short = folio.ref >>> 0 < n;
    this.observe(See.CNT, short);
    if (short) return;
    folio.ref -= n;
    // mm/memremap.c:free_devmap_managed_page(): the owner's reference is the last one of device memory.
    if (folio.ref === folio.device_private) this.free(frame);
  }

  /** page_mapcount(): mappings of one page, by an entry of its own or with its whole folio. */
  page_mapcount(frame: number): number {
    return this.folios[frame].mapcount + this.folio(frame).entire_mapcount;
  }

  /** total_mapcount(), folio_mapcount(): mappings of the folio and of any page of it. */
  folio_mapcount(frame: number): number {
    const head = this.head(frame);
    const { order } = this.folios[head];
    let sum = this.folios[head].entire_mapcount;
    for (let n = head; n < head + (1 << order); n++) sum += this.folios[n].mapcount;
    return sum;
  }

  /** mm/khugepaged.c:is_refcount_suitable(): nobody refers to the folio but its mappings and the swap cache. */
  is_refcount_suitable(frame: number): boolean {
    const folio = this.folio(frame);
    return folio.ref === this.folio_mapcount(frame) + (folio.swapcache << folio.order);
  }
  /** folio_test_partially_mapped(): some page of the folio is mapped nowhere any more. */
  partlyMapped(frame: number): boolean {
    const head = this.head(frame);
    for (let n = head; n <= this.lastOf(head); n++) if (this.page_mapcount(n) === 0) return true;
    return false;
  }
  /** folio_maybe_mapped_shared(): some process but this one maps a page of the folio. Up to two processes the kernel counts exactly. */
  mappedElsewhere(mm: number, frame: number): boolean {
    const head = this.head(frame);
    const last = this.lastOf(head);
    for (let other = 0; other < this.ptes.length; other++)
      if (other !== mm && this.ptes[other].some(pte => pte.frame >= head && pte.frame <= last)) return true;
    return false;
  }

  /** mm/rmap.c:page_remove_rmap(), under the PTL. */
  page_remove_rmap(frame: number): void {
    const page = this.folios[frame];
    this.observe(See.CNT, page.mapcount === 0);
    if (page.mapcount > 0) page.mapcount--;
    // clear_page_mlock(): with the last mapping, PG_mlocked goes.
    if (this.folio_mapcount(frame) === 0) this.folio(frame).mlocked = 0;
  }

  /** Back to the page allocator, all frames of the folio. Whoever can still reach one of them has lost. */
  free(frame: number): void {
    const head = this.head(frame);
    const folio = this.folios[head];
    this.observe(See.CNT, folio.locked + folio.writeback + folio.swapcache + folio.mapping > 0);
    for (let n = this.lastOf(head); n >= head; n--) {
      this.observe(See.LIVE, this.pinsOn(n) !== 0 || this.mappedAnywhere(n));
      const { at, hwpoison, zone } = this.folios[n];
      this.u.fill(0, at, at + Folio.words);
      // mm/page_alloc.c:check_new_page(): a poisoned frame is never handed out again.
      this.folios[n].hwpoison = hwpoison;
      this.folios[n].zone = zone;
    }
  }

  /** PageAnon(): neither the zero page nor a file's. */
  PageAnon(frame: number): boolean {
    return frame !== ZERO_PAGE && this.folio(frame).file === 0;
  }
  /** What an entry maps: a normal page, the zero page, or 0. */
  mapped(mm: number, page: number): number {
    const pte = this.ptes[mm][page];
    return pte.zero === 1 ? ZERO_PAGE : pte.frame;
  }

  private mappedAnywhere(frame: number): boolean {
    for (const row of this.ptes)
      for (const pte of row) if (pte.frame === frame || pte.migration === frame || pte.device_private === frame) return true;
    return false;
  }

  /** The devices that hold a complete pin on any page of a folio, a bit each. */
  pinsOnFolio(frame: number): number {
    let devices = 0;
    const head = this.head(frame);
    for (let n = this.lastOf(head); n >= head; n--) devices |= this.pinsOn(n);
    return devices;
  }

  /** The devices that hold a complete pin on a frame, a bit each. */
  pinsOn(frame: number): number {
    let devices = 0;
    for (let d = 0; d < this.pins.length; d++)
      for (const pin of this.pins[d]) if (pin.frame === frame && pin.pending === 0) devices |= 1 << d;
    return devices;
  }

  /**
   * alloc_pages(): the lowest free run of frames, or 0. Lowest first, so that a frame freed too early is reused at once. The frames are for
   * consecutive pages.
   */
  alloc(page: number, anonVma: number, order = 0): number {
    const count = 1 << order;
    for (let n = 1; n + count - 1 <= this.shape.frames; n++) {
      if (!this.allFree(n, count)) continue;
      const folio = this.folios[n];
      folio.ref = 1;
      folio.swapbacked = 1;
      folio.anon_vma = anonVma;
      if (order > 0) folio.order = order;
      // A page of hugetlbfs comes from its pool as a compound page.
      if (this.is_vm_hugetlb_page(page)) folio.counts_pins = 1;
      for (let i = 0; i < count; i++) {
        this.folios[n + i].page = page + i + 1;
        if (i > 0) this.folios[n + i].tail = i;
      }
      return n;
    }
    return 0;
  }

  /** alloc_migration_target(): a folio of the same size, for the same pages. */
  allocLike(frame: number, page: number): number {
    const { order, counts_pins } = this.folio(frame);
    const n = this.alloc(page, 0, order);
    if (n !== 0 && counts_pins === 1) this.folios[n].counts_pins = 1;
    return n;
  }
  /** The first page of a folio; of a single one the address at which it was looked for, for a KSM page may be at any. */
  firstPage(frame: number, page: number): number {
    const { order } = this.folio(frame);
    return order === 0 ? page : this.folio(frame).page - 1;
  }

  private allFree(frame: number, count: number): boolean {
    for (let n = frame; n < frame + count; n++) if (!this.allocatable(n)) return false;
    return true;
  }

  anyFree(): boolean {
    for (let n = 1; n <= this.shape.frames; n++) if (this.allocatable(n)) return true;
    return false;
  }

  /** Free, sound, and in no zone that a page may have to leave again: what comes later is in ordinary memory. */
  private allocatable(frame: number): boolean {
    const { page, hwpoison, zone } = this.folios[frame];
    return page === 0 && hwpoison === 0 && zone === Zone.normal;
  }

  /** A frame is in use for an address: it was allocated for it, or is the zero page or a KSM page, which any address may have. */
  isFor(frame: number, page: number): boolean {
    const folio = this.folios[frame];
    return frame === ZERO_PAGE || folio.ksm === 1 || folio.page === page + 1;
  }

  /** Reclaim can find it: on an LRU list, and nobody is freeing it. */
  isolatable(frame: number, page: number): boolean {
    const folio = this.folios[frame];
    if (folio.tail !== 0 || folio.page === 0) return false;
    if (folio.ksm === 1) return folio.lru === 1 && folio.ref > 0 && this.ptes.some(row => row[page].frame === frame);
    const nth = page + 1 - folio.page;
    return nth >= 0 && nth < 1 << folio.order && folio.lru === 1 && folio.ref > 0;
  }
  anyIsolatable(page: number): boolean {
    for (let n = 1; n <= this.shape.frames; n++) if (this.isolatable(n, page)) return true;
    return false;
  }

  /** The lowest frame that holds a page, or 0. */
  firstFrameOf(page: number): number {
    for (let n = 1; n <= this.shape.frames; n++) if (this.folios[n].page === page + 1) return n;
    return 0;
  }

  /** A page of hugetlbfs that is in use and that nobody has isolated, or 0. */
  activeHugePage(page: number): number {
    for (let n = 1; n <= this.shape.frames; n++) {
      const folio = this.folios[n];
      if (folio.page === page + 1 && folio.huge_active === 1 && folio.ref > 0) return n;
    }
    return 0;
  }

  /** mm/hugetlb.c:isolate_huge_page(): taken off the list of those in use, with a reference; false if it is on it no more. */
  isolate_huge_page(frame: number): boolean {
    const folio = this.folio(frame);
    if (folio.huge_active === 0) return false;
    folio.huge_active = 0;
    folio.ref++;
    return true;
  }

  /** lru_add_drain_all() has something to wait for. */
  anyInBatch(): boolean {
    return this.folios.some(folio => folio.lru_add_batch === 1);
  }

  /** Reclaim or migration gives up on a page: what was all of it for? changed: it is not mapped as it was before. */
  kept(frame: number, changed: boolean, revoked: boolean): void {
    const folio = this.folio(frame);
    const pins = this.pinsOnFolio(frame);
    this.observe(See.UNDO, changed && pins !== 0);
    this.observe(See.keptPinned, pins !== 0);
    if (folio.held !== 0) this.observe(See.useless, revoked);
    else if (pins !== 0) this.observe(See.uselessRacing, revoked);
    folio.held = 0;
  }

  /** get_swap_page(): the lowest run of free slots, or 0. */
  freeSlot(count = 1): number {
    for (let n = 1; n + count - 1 <= this.shape.slots; n++) {
      let free = 0;
      while (free < count && this.slots[n + free].map === 0 && this.slots[n + free].has_cache === 0) free++;
      if (free === count) return n;
    }
    return 0;
  }
  /** page_private() of a page in the swap cache, a large folio's pages have consecutive slots. */
  slotOf(frame: number): number {
    return this.folio(frame).slot + this.folios[frame].tail;
  }
  /** mm/swapfile.c:page_trans_huge_map_swapcount(): mappings and swap entries of the page of a folio that has most of them. */
  map_swapcount(frame: number): number {
    const head = this.head(frame);
    const { swapcache } = this.folios[head];
    let most = 0;
    for (let n = this.lastOf(head); n >= head; n--)
      most = Math.max(most, this.page_mapcount(n) + (swapcache === 1 ? this.slots[this.slotOf(n)].map : 0));
    return most;
  }
  /** No entry names a swap slot of the folio but those that name this page's own: "the remaining swap count will be freed soon". */
  swapsOnly(frame: number): boolean {
    const { slot, order } = this.folio(frame);
    for (let n = slot; n < slot + (1 << order); n++) if (n !== this.slotOf(frame) && this.slots[n].map > 0) return false;
    return true;
  }
  /** hpage_nr_pages(), folio_nr_pages(). */
  nr_pages(frame: number): number {
    return 1 << this.folio(frame).order;
  }
  /** mm/huge_memory.c:can_split_huge_page(): nobody refers to the folio but its mappings, its cache and the caller. */
  can_split_huge_page(frame: number): boolean {
    const folio = this.folio(frame);
    const extra = (folio.swapcache + folio.mapping) << folio.order;
    return this.folio_mapcount(frame) === folio.ref - extra - 1;
  }

  /** The lowest slot whose data is in the swap cache and that no page table names, or 0. */
  cachedSlot(): number {
    for (let n = 1; n <= this.shape.slots; n++) if (this.slots[n].frame !== 0 && this.slots[n].map === 0) return n;
    return 0;
  }

  /** swap_free(): one entry less in page tables. A slot that nobody names is free, and what it held is forgotten. */
  swap_free(n: number): void {
    const slot = this.slots[n];
    this.observe(See.CNT, slot.map === 0);
    if (slot.map > 0) slot.map--;
    this.forgetSlot(n);
  }

  /** mm/swapfile.c:free_swap_and_cache(): an entry goes, and with it a page of the swap cache that nobody maps, if its lock can be had. */
  free_swap_and_cache(n: number): void {
    this.swap_free(n);
    const { frame, map } = this.slots[n];
    if (frame === 0 || map > 0) return;
    if (this.folio(frame).locked === 0 && this.folio_mapcount(frame) === 0) this.try_to_free_swap(frame);
  }

  /** swapcache_free(): the cache gives its reservation up. */
  put_swap_page(n: number): void {
    this.slots[n].has_cache = 0;
    this.forgetSlot(n);
  }

  private forgetSlot(n: number): void {
    const slot = this.slots[n];
    if (slot.map === 0 && slot.has_cache === 0) slot.content = ZEROES;
  }

  /** mm/swap_state.c:delete_from_swap_cache(), under the page lock and with no reader: slot, flag and the cache's reference in one step. */
  delete_from_swap_cache(frame: number): void {
    const folio = this.folio(frame);
    const count = 1 << folio.order;
    for (let n = folio.slot; n < folio.slot + count; n++) {
      this.slots[n].frame = 0;
      this.put_swap_page(n);
    }
    folio.swapcache = 0;
    folio.slot = 0;
    folio.dirty = 1;
    this.put(frame, count);
  }

  /** mm/swapfile.c:try_to_free_swap(): only when no page table names the slot and no I/O is in flight. */
  try_to_free_swap(frame: number): boolean {
    const folio = this.folio(frame);
    if (folio.swapcache === 0 || folio.writeback === 1) return false;
    for (let n = 0; n < 1 << folio.order; n++) if (this.slots[folio.slot + n].map > 0) return false;
    this.delete_from_swap_cache(frame);
    return true;
  }

  /** A reference taken through (device, page) is complete: from now on whoever tests must see it. */
  pinned(device: number, page: number, frame: number, get: number, write: number, times: number, pending = 0): void {
    const pin = this.pins[device][page];
    if (pin.frame !== 0) throw new Error(`${this.shape.devices[device].name} holds ${this.shape.pages[page]} already`);
    const { mm } = this.shape.devices[device];
    this.observe(See.pinCleared, this.mapped(mm, page) !== frame);
    pin.frame = frame;
    pin.pending = pending;
    pin.get = get;
    pin.write = write;
    pin.times = times;
  }

  /** The device lets go with put_page(), whatever it took: a pin of 1024 leaves 1023 behind. */
  put_page_of_pin(device: number, page: number): void {
    const pin = this.pins[device][page];
    const { frame, times } = pin;
    // Where pins are counted apart from references, the count of pins stays, on whatever the page is next.
    this.observe(See.CNT, this.folio(frame).counts_pins === 1);
    this.u.fill(0, pin.at, pin.at + Pin.words);
    this.put(frame, times);
  }

  /** unpin_user_page(), put_page(): the device lets go. */
  unpin(device: number, page: number): void {
    const pin = this.pins[device][page];
    const { frame, get, times } = pin;
    this.u.fill(0, pin.at, pin.at + Pin.words);
    const folio = this.folio(frame);
    if (folio.held !== 0) folio.held &= ~(1 << device);
    this.put_compound_head(frame, get, times);
  }
}
