// The table of rooms: who may import whom. Imports go down only, types included, and a room is entered through its index.ts.
// Every rule below is derived from these three tables; a new room is one new line in the first.

/** A room and the rooms it may import. */
export const rooms = {
  machine: [],
  model: ['machine'],
  history: ['model', 'machine'],
  scenario: ['history', 'model', 'machine'],
  check: ['machine'],
  judge: ['check', 'scenario', 'history', 'machine'],
  simulate: ['scenario', 'history', 'model', 'machine'],
  live: ['machine'],
  litmus: ['live', 'judge', 'scenario', 'history', 'model', 'check', 'machine'],
  report: ['machine'],
  store: ['machine'],
  cli: ['store', 'report', 'litmus', 'live', 'simulate', 'judge', 'check', 'scenario', 'history', 'model', 'machine'],
};

/** Rooms that a browser runs as they are: no built-in module of Node, no clock, no randomness, no I/O. */
export const pure = ['machine', 'model', 'history', 'scenario', 'check', 'judge', 'simulate'];

/** The packages that a pure room may use. */
const packages = { scenario: ['yaml'] };

/** What the benchmarks may import. */
const measured = ['machine', 'check'];

const names = Object.keys(rooms);
const any = list => `(?:${list.join('|')})`;
const inside = list => `^src/${any(list)}/`;
const others = (...allowed) => names.filter(name => !allowed.includes(name));
/** Everything that can be reached by going down: what a test of the room may import. */
const below = name => [...new Set(rooms[name].flatMap(next => [next, ...below(next)]))];

const test = '[.]test[.]ts$';
const index = '^src/[^/]+/index[.]ts$';

const downOnly = names.map(name => ({
  name: `${name}-imports-down`,
  severity: 'error',
  comment: rooms[name].length > 0 ? `${name} may import ${rooms[name].join(', ')} and nothing else` : `${name} imports no other room`,
  from: { path: `^src/${name}/`, pathNot: test },
  to: { path: '^(?:src|bench|test|bin|scripts|dist)/', pathNot: [inside([name, ...rooms[name]]), ...(name === 'cli' ? ['^bench/'] : [])] },
}));

const testsDownOnly = names
  .filter(name => others(name, ...below(name)).length > 0)
  .map(name => ({
    name: `${name}-tests-import-down`,
    severity: 'error',
    comment: `a test in ${name} may import its own room and those below it; what needs more lives in test/`,
    from: { path: `^src/${name}/.*${test}` },
    to: { path: inside(others(name, ...below(name))) },
  }));

const purePackages = pure.map(name => ({
  name: `${name}-packages`,
  severity: 'error',
  comment: packages[name] ? `${name} may use ${packages[name].join(', ')} and no other package` : `${name} is pure: it uses no package`,
  from: { path: `^src/${name}/`, pathNot: test },
  to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'], ...except(packages[name]) },
}));

function except(allowed) {
  return allowed ? { pathNot: `node_modules/${any(allowed)}/` } : {};
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...downOnly,
    ...testsDownOnly,
    ...purePackages,
    {
      name: 'pure-no-builtin',
      severity: 'error',
      comment: 'a pure room imports nothing of Node: the browser runs it as it is',
      from: { path: inside(pure), pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'room-through-index',
      severity: 'error',
      comment: 'a room is entered through its index.ts',
      from: { path: '^src/([^/]+)/', pathNot: test },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', index] },
    },
    {
      name: 'room-through-index-outside',
      severity: 'error',
      comment: 'a room is entered through its index.ts',
      from: { path: '^(?:bench/|src/[^/]+$)', pathNot: test },
      to: { path: '^src/[^/]+/', pathNot: index },
    },
    {
      name: 'inside-import-the-file',
      severity: 'error',
      comment: 'inside a room, import the file and not the index',
      from: { path: '^src/([^/]+)/', pathNot: test },
      to: { path: '^src/$1/index[.]ts$' },
    },
    {
      name: 'known-room',
      severity: 'error',
      comment: 'this folder is no room: add it to the table of rooms, or put the file into one',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: inside(names) },
    },
    {
      name: 'known-room-from',
      severity: 'error',
      comment: 'this folder is no room: add it to the table of rooms, or put the file into one',
      from: { path: '^src/[^/]+/', pathNot: inside(names) },
      to: {},
    },
    {
      name: 'bench-imports',
      severity: 'error',
      comment: `bench may import ${measured.join(' and ')}, its tests test/support too`,
      from: { path: '^bench/' },
      to: { path: '^(?:src|test|bin|scripts|dist)/', pathNot: [inside(measured), '^test/support/'] },
    },
    {
      name: 'no-import-of-tests',
      severity: 'error',
      comment: 'what runs does not lean on what tests',
      from: { path: '^(?:src|bench)/', pathNot: test },
      to: { path: [test, '^test/'] },
    },
    {
      name: 'no-dev-package',
      severity: 'error',
      comment: 'a user installs no development package: what runs must not need one',
      from: { path: '^(?:src|bench)/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    { name: 'no-circle', severity: 'error', comment: 'imports go round in a circle, types included', from: {}, to: { circular: true } },
    { name: 'resolves', severity: 'error', comment: 'there is no such file or package', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
