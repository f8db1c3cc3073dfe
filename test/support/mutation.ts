// A mutation: a step done wrong on purpose, as a commit, with the shipped scenario that must notice on the kernel it is put into.
import { type Commit, commit } from '../../src/history/index.js';

export interface Mutation {
  readonly commit: Commit;
  readonly kernel: string;
  readonly scenario: string;
  readonly property: string;
}

type Change = Commit['changes'][number];

export const mutation = (
  name: string,
  says: string,
  kernel: string,
  caughtBy: [scenario: string, property: string],
  ...changes: Change[]
): Mutation => ({
  commit: commit({ id: `mutation: ${name}`, subject: name, since: '-', says }, ...changes),
  kernel,
  scenario: caughtBy[0],
  property: caughtBy[1],
});
