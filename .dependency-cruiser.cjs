// Which room may import which. Why each room is cut off from the others: ARCHITECTURE.md.
const ROOMS = ['domain', 'workflows', 'activities', 'store', 'worker', 'client', 'config', 'embedded', 'bench', 'test'];

/** Imports that are gone after compilation: `import type` and `typeof import()`. */
const TYPES_ONLY = ['type-only', 'type-import'];

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** Of our own rooms, `room` imports only itself and those given. Libraries are not this rule's business. */
function onlyRooms(room, ...allowed) {
  const forbidden = ROOMS.filter((other) => other !== room && !allowed.includes(other));
  const comment = `${room}/ may import ${allowed.join(', ')} and nothing else of ours.`;
  return rule(`${room}-rooms`, comment, { path: `^${room}/` }, { path: `^(${forbidden.join('|')})/` });
}

const purity = [
  rule(
    'domain-is-pure',
    'Rules are plain functions: no library, no Node, no other room.',
    { path: '^domain/' },
    { pathNot: '^domain/' },
  ),
  rule(
    'workflows-are-deterministic',
    'The durable shell knows the rules, the Temporal workflow API and the types of its activities.',
    { path: '^workflows/' },
    { pathNot: ['^(domain|workflows|activities)/', '^node_modules/@temporalio/(workflow|common)/'] },
  ),
  rule(
    'workflows-import-activity-types-only',
    'An imported activity would run inside the workflow instead of being scheduled.',
    { path: '^workflows/' },
    { path: '^activities/', dependencyTypesNot: TYPES_ONLY },
  ),
];

const partsOfRooms = [
  rule(
    'activities-config-wording-only',
    'Activities are handed their settings; of config/ they use wording, calendar and links as data.',
    { path: '^activities/' },
    {
      path: '^config/',
      pathNot: '^config/(mail-texts|mail-template|mail-fields|calendar|link-tokens)[.]ts$',
      dependencyTypesNot: TYPES_ONLY,
    },
  ),
  rule(
    'client-knows-the-contract-only',
    'What people and programs touch speaks to workflows through their contract.',
    { path: '^client/' },
    { path: '^workflows/', pathNot: '^workflows/messages[.]ts$' },
  ),
];

const everywhere = [
  rule('no-cycles', 'Files that need each other are one file, or a third is missing.', {}, { circular: true }),
  rule(
    'no-development-library',
    'What runs in production is installed without the development libraries.',
    // The browser is looked for by what prepares the tests, and by nothing else.
    { path: `^(${ROOMS.filter((room) => room !== 'test').join('|')})/`, pathNot: '^embedded/browser\\.ts$' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: TYPES_ONLY },
  ),
];

module.exports = {
  forbidden: [
    ...purity,
    onlyRooms('activities', 'domain', 'store', 'config'),
    onlyRooms('store', 'domain'),
    onlyRooms('config', 'domain'),
    onlyRooms('client', 'domain', 'workflows', 'store', 'config'),
    onlyRooms('worker', 'domain', 'workflows', 'activities', 'store', 'config'),
    onlyRooms('embedded', 'domain', 'workflows', 'activities', 'store', 'worker', 'client', 'config'),
    onlyRooms('bench', 'domain', 'workflows', 'activities', 'store', 'worker', 'client', 'config', 'embedded'),
    ...partsOfRooms,
    ...everywhere,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports that vanish in compilation count too: a type from the wrong room ties the rooms together just as well.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
