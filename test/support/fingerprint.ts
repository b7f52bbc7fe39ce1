/** Everything that the database holds, as one text a table: equal before and after means that nothing was changed. */
import { database } from '@/lib/db'

/** Tables of Concord and of its job queue, each with its number of rows and a hash over all of them. */
export async function fingerprint(): Promise<Record<string, string>> {
  const tables = await database().$queryRaw<{ name: string }[]>`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname in ('public', 'pgboss') order by 1`
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const sql = `select count(*)::text || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as hash from ${name} t`
    const [row] = await database().$queryRawUnsafe<{ hash: string }[]>(sql)
    found[name] = row?.hash ?? ''
  }
  return found
}
