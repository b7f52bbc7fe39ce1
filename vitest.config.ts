import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const files = (folder: string) => [`test/${folder}/**/*.test.{ts,tsx}`]
const withDatabase = { globalSetup: ['test/support/postgres.ts'], setupFiles: ['test/support/own-database.ts'] }
// Whole processes, a browser, a training run: one file at a time, after the quick ones.
const oneByOne = {
  maxWorkers: 1,
  fileParallelism: false,
  sequence: { groupOrder: 1 },
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    retry: 0,
    // Processes, not threads: TensorFlow and sharp are native, and a test may kill what it started.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'unit', include: files('unit') } },
      { extends: true, test: { name: 'property', include: files('property'), ...withDatabase, testTimeout: 60_000 } },
      { extends: true, test: { name: 'service', include: files('service'), ...withDatabase } },
      { extends: true, test: { name: 'security', include: files('security'), ...withDatabase } },
      { extends: true, test: { name: 'worker', include: files('worker'), ...withDatabase, ...oneByOne } },
      { extends: true, test: { name: 'launcher', include: files('launcher'), ...oneByOne } },
      { extends: true, test: { name: 'e2e', include: files('e2e'), ...withDatabase, ...oneByOne } },
    ],
  },
})
