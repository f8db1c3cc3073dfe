// What a test needs of the machine and does not find: skipped with the reason for a user, a failure on CI.
import type { TestContext } from 'vitest';

export function missing(test: Pick<TestContext, 'skip'>, what: string): void {
  if (process.env.CI) throw new Error(what);
  test.skip(what);
}
