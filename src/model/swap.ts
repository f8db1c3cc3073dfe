// The swap device: slots with their use counts and what is on disk.
import { record } from '../machine/index.js';
import { CONTENT, FRAME } from './folio.js';

export const Slot = record('Slot', {
  /** The swap cache: the frame that holds this slot's data; 0: none. */
  frame: FRAME,
  /** SWAP_HAS_CACHE: reserved by the swap cache, from before the page is found there until after. */
  has_cache: 1,
  /** swap_map: swap entries in page tables. */
  map: 3,
  /** What is on disk. */
  content: CONTENT,
});
