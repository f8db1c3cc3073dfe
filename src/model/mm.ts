// A process's address space: the mmap lock. Faults, GUP and madvise hold it for reading, what changes mappings for writing.
import { record } from '../machine/index.js';

export const Mm = record('Mm', { readers: 5, writer: 1 });
