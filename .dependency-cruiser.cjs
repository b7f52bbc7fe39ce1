// The import rule of the house, as errors. See docs/architecture.md.
//   domain ← contracts ← {editor, formats, synthetic, vision, network, storage, db, jobs, auth} ← services ← {app, workers, scripts}
const rooms = ['editor', 'formats', 'synthetic', 'vision', 'network', 'storage', 'db', 'jobs', 'auth']
const mayAlsoImport = { jobs: ['db'], auth: ['db'] }
const path = (names) => `^lib/(${names.join('|')})/`

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'Rules know no I/O, framework or other room.',
      severity: 'error',
      from: { path: '^lib/domain/' },
      to: { pathNot: ['^lib/domain/', '^node_modules/@noble/hashes/'] },
    },
    {
      name: 'contracts-know-only-the-domain',
      severity: 'error',
      from: { path: '^lib/contracts/' },
      to: { pathNot: ['^lib/(domain|contracts)/', '^node_modules/zod/'] },
    },
    ...rooms.map((room) => ({
      name: `${room}-keeps-to-itself`,
      severity: 'error',
      from: { path: `^lib/${room}/` },
      to: {
        path: '^(lib|app|workers|scripts)/',
        pathNot: ['^lib/(domain|contracts)/', '^lib/env\\.ts$', path([room, ...(mayAlsoImport[room] ?? [])])],
      },
    })),
    {
      name: 'a-service-imports-no-service',
      comment: 'What two services share is a rule (lib/domain) or lives in lib/services/_shared.',
      severity: 'error',
      from: { path: '^lib/services/([^/]+)' },
      to: { path: '^lib/services/', pathNot: ['^lib/services/_shared/', '^lib/services/$1'] },
    },
    {
      name: 'services-know-no-page',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|workers|scripts)/' },
    },
    {
      name: 'app-and-workers-are-strangers',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(workers|scripts)/' },
    },
    { name: 'workers-and-app-are-strangers', severity: 'error', from: { path: '^workers/' }, to: { path: '^app/' } },
    {
      name: 'pages-fetch-through-services',
      severity: 'error',
      from: { path: '^app/', pathNot: '^app/(api/|_server/)' },
      to: { path: '^lib/(vision|network|storage|jobs|formats|synthetic)/' },
    },
    {
      name: 'browser-code',
      severity: 'error',
      from: { path: '^app/(_client|_ui)/' },
      to: { path: '^lib/', pathNot: '^lib/(domain|contracts|editor)/' },
    },
    {
      name: 'only-vision-imports-sharp',
      severity: 'error',
      from: { pathNot: '^(lib/vision|test)/' },
      to: { path: '^node_modules/sharp/' },
    },
    {
      name: 'only-network-imports-tfjs',
      severity: 'error',
      from: { pathNot: '^(lib/network|test|scripts)/' },
      to: { path: '^node_modules/@tensorflow/' },
    },
    {
      name: 'only-editor-imports-fabric',
      severity: 'error',
      from: { pathNot: '^(lib/editor|test)/' },
      to: { path: '^node_modules/fabric/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^lib/db/generated|\\.next|^data)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
