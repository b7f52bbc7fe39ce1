// Run by the guard once the process that used Postgres is gone: stops Postgres unless somebody else uses it.
// Arguments: the data folder and the number of the process that was outlived.
import { releasePostgres } from '../embedded-postgres.mjs'

const [dataFolder, pid] = process.argv.slice(2)
await releasePostgres(dataFolder, Number(pid))
