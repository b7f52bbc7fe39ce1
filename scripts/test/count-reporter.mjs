// Vitest reporter beside the usual one: counts, and remembers what was skipped and why. scripts/test.mjs prints it last.
import fs from 'node:fs'

export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [], interrupted: reason === 'interrupted' }
    for (const module of modules) {
      // A file that could not be loaded, or whose set-up failed, is a failure though no test of it ran.
      counts.failed += [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length
      for (const test of module.children.allTests()) count(counts, test)
    }
    fs.writeFileSync(process.env.CONCORD_TEST_COUNTS, JSON.stringify(counts))
  }
}

function count(counts, test) {
  const { state, note } = test.result()
  if (state === 'passed') counts.passed++
  else if (state === 'failed') counts.failed++
  else counts.skipped.push(`${test.module.relativeModuleId} > ${test.fullName}${note ? `: ${note}` : ''}`)
}
