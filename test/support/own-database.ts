/** Vitest set-up file: each test file has a database and a data folder of its own before any of its imports is evaluated. */
import { afterAll } from 'vitest'
import { freshDatabase } from './database'

const own = await freshDatabase()
afterAll(own.drop)
