// The needs: what is found or missing, what it disables, and the command that mends it.
import { describe, expect, it } from 'vitest';
import { type NeedName, need } from './needs.js';

const remedy = (name: NeedName, detail = '') => need(name, false, detail).remedy;

describe('a need', () => {
  it('says what its lack disables', () => {
    expect(need('cc', false, 'no C compiler').disables).toBe('every case');
    expect(need('swap', false, 'none is on').disables).toBe('pageout of anonymous pages (anon, anon_sc)');
    expect(need('kvm', false, '').disables).toBe('the count of notifier calls (inv is then -1)');
  });

  it('names the command that mends it', () => {
    expect(remedy('cc')).toBe('apt-get install gcc libc6-dev');
    expect(remedy('root', 'user id 1000')).toBe('sudo pinproof live');
    expect(remedy('swap', 'none is on')).toBe('pinproof live --swap auto');
    expect(remedy('io_uring', 'kernel.io_uring_disabled is set: Operation not permitted')).toBe('sysctl -w kernel.io_uring_disabled=0');
    expect(remedy('kvm', '/dev/kvm: No such file or directory')).toBe('modprobe kvm_intel || modprobe kvm_amd');
  });

  it('tells apart causes that have different remedies', () => {
    expect(remedy('swap', '0 of 1024 KiB free')).not.toContain('auto');
    expect(remedy('io_uring', 'io_uring_setup: Function not implemented')).toContain('CONFIG_IO_URING');
    expect(remedy('io_uring', 'io_uring_setup: Operation not permitted')).toContain('seccomp');
    expect(remedy('kvm', '/dev/kvm: Permission denied')).toBe('sudo pinproof live');
  });
});
