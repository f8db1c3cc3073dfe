// An item of a case's script: one call, with its locals.
import type { AnyPath, Item } from '../machine/index.js';
import type { World } from '../model/index.js';

export type Locals = Readonly<Record<string, number>>;

export const runs = (title: string, path: AnyPath, locals: Locals, got?: (k: World, me: never) => void): Item<World> => ({
  kind: 'run',
  title,
  path,
  args: me => {
    for (const [name, value] of Object.entries(locals)) me[name] = value;
  },
  got: got as (k: World, me: unknown) => void,
});
