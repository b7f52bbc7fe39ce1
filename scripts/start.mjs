// npm start: everything that Concord needs, in order, one line a step; then it keeps it running until Ctrl-C.
// Settings come from the environment alone: DATABASE_URL (else an embedded Postgres), CONCORD_DATA (else ./data), PORT (else 3000).
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain } from './launcher/say.mjs'

try {
  requireNode()
  requirePackages()
  // Only now: it needs the packages.
  const { launch } = await import('./launcher/launch.mjs')
  await launch()
} catch (error) {
  explain(error)
  process.exit(1)
}
