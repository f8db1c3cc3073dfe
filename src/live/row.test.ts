// A row: one line of JSON, whole or torn.
import { describe, expect, it } from 'vitest';
import { liveColumns, parseLine } from './row.js';

const row =
  '{"kernel":"6.18.44","kind":"anon_sc","pin":"uring_fixed","op":"pageout","outcome":"kept,notified x1","pin_rc":"0","pins_held":1,' +
  '"op_rc":"0","present":1,"swap":0,"same_pfn":"same","inv":1,"dma2cpu":"coherent","cpu2dma":"coherent","minflt":0,' +
  '"same_after_touch":"same","same_after_write":"same","note":"-"}';

describe('parseLine', () => {
  it('reads a row, its columns in the order of the table', () => {
    const line = parseLine(row);
    expect(line).toMatchObject({ says: 'row', row: { kind: 'anon_sc', outcome: 'kept,notified x1', inv: 1 } });
    expect(line.says === 'row' && Object.keys(line.row)).toEqual(liveColumns);
  });

  it('reads a reason for no row', () => {
    expect(parseLine('{"kind":"anon","pin":"none","op":"pageout","skipped":"swap","detail":"none is on"}')).toEqual({
      says: 'skipped',
      reason: 'swap',
      detail: 'none is on',
    });
  });

  it('reads what the probe says', () => {
    expect(parseLine('{"need":"kvm","found":0,"detail":"/dev/kvm: No such file or directory"}')).toEqual({
      says: 'need',
      need: 'kvm',
      found: false,
      detail: '/dev/kvm: No such file or directory',
    });
  });

  it('takes a line that was cut anywhere for torn', () => {
    for (let length = 0; length < row.length; length++) expect(parseLine(row.slice(0, length))).toEqual({ says: 'torn' });
  });

  it('takes JSON that is no row for torn', () => {
    for (const text of ['null', '7', '[]', '{}', row.replace('"inv":1', '"inv":"1"'), row.replace(',"note":"-"', '')])
      expect(parseLine(text)).toEqual({ says: 'torn' });
  });
});
