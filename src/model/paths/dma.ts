// A device reads or writes memory through a pin it holds. No page table, no fault, no event.
import { done, record } from '../../machine/index.js';
import { path } from '../declare.js';
import { CONTENT, DEVICE, PAGE } from '../folio.js';

export const Dma = record('Dma', { device: DEVICE, page: PAGE, write: 1, content: CONTENT });

export const dma = path('hardware:dma() @any', Dma)({
  transfer(k, me) {
    if (k.pin(me.device, me.page).frame !== 0) me.content = k.dma(me.device, me.page, me.write === 1, me.content);
    return done;
  },
});
