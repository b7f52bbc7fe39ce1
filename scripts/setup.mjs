// Makes a clone complete after npm install. start, test, check and the commands call it themselves; by hand: node scripts/setup.mjs.
import { prepareCheckout } from './launcher/checkout.mjs'
import { requireNode, requirePackages } from './launcher/requirements.mjs'
import { explain, step } from './launcher/say.mjs'

try {
  requireNode()
  requirePackages()
  await step('Generated code', async (tell) => tell((await prepareCheckout()) ? 'made' : 'up to date'))
} catch (error) {
  explain(error)
}
