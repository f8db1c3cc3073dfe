// A row: what one case did on this kernel, in the words and columns of the measured table.
// It arrives as one line of JSON; a line that is not a whole row, or a reason for none, is torn.

/** The columns a program fills in, with the type each has. The order is the table's. */
export const liveColumnTypes = {
  kernel: 'string',
  kind: 'string',
  pin: 'string',
  op: 'string',
  outcome: 'string',
  pin_rc: 'string',
  pins_held: 'number',
  op_rc: 'string',
  present: 'number',
  swap: 'number',
  same_pfn: 'string',
  inv: 'number',
  dma2cpu: 'string',
  cpu2dma: 'string',
  minflt: 'number',
  same_after_touch: 'string',
  same_after_write: 'string',
  note: 'string',
} as const;

/** The names of a row's columns, in the order of the measured table. */
export const liveColumns = Object.keys(liveColumnTypes) as readonly (keyof LiveRow)[];

export interface LiveRow {
  /** `uname -r`. */
  readonly kernel: string;
  readonly kind: string;
  readonly pin: string;
  readonly op: string;
  /** `kept`, `kept,notified xN`, `replaced`, `pin-refused`, or `swap-entry|not-present` with `,refault-same|refault-other|frame-freed`. */
  readonly outcome: string;
  /** 0 or the name of an errno. */
  readonly pin_rc: string;
  /** Pages that taking the pin made FOLL_PINned, from a system-wide count; -1 where the kernel does not count. */
  readonly pins_held: number;
  readonly op_rc: string;
  /** 1 when the page was mapped after the operation. */
  readonly present: number;
  /** 1 when its entry then was a swap entry. */
  readonly swap: number;
  /** `same`, `other` or `-` (not mapped), compared with the frame that was pinned. */
  readonly same_pfn: string;
  /** Notifier calls that covered the page; -1 where they cannot be seen: then `kept` does not say that nobody was told. */
  readonly inv: number;
  /** Does the CPU see a later DMA write: `coherent`, `lost(zero)`, `lost(old data)` or `-`. */
  readonly dma2cpu: string;
  /** Does DMA see a later CPU write: `coherent`, `stale(init)`, `zero` or `-`. */
  readonly cpu2dma: string;
  /** Minor faults of the CPU's first read after the operation. */
  readonly minflt: number;
  readonly same_after_touch: string;
  readonly same_after_write: string;
  readonly note: string;
}

/** What one line of a program says. */
export type Line =
  | { readonly says: 'row'; readonly row: LiveRow }
  | { readonly says: 'skipped'; readonly reason: string; readonly detail: string }
  | { readonly says: 'need'; readonly need: string; readonly found: boolean; readonly detail: string }
  | { readonly says: 'torn' };

/** Reads one line; a cut or foreign one is `torn`, never half a row. */
export function parseLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { says: 'torn' };
  }
  if (typeof value !== 'object' || value === null) return { says: 'torn' };
  const fields = value as Record<string, unknown>;
  if (typeof fields.need === 'string' && typeof fields.detail === 'string')
    return { says: 'need', need: fields.need, found: fields.found === 1, detail: fields.detail };
  if (typeof fields.skipped === 'string' && typeof fields.detail === 'string')
    return { says: 'skipped', reason: fields.skipped, detail: fields.detail };
  const whole = Object.entries(liveColumnTypes).every(([name, type]) => typeof fields[name] === type);
  return whole ? { says: 'row', row: fields as unknown as LiveRow } : { says: 'torn' };
}
