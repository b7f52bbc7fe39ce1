/**
 * Every route handler and page, found in the file tree as Next finds them. A handler or page that nobody thought of cannot be
 * left out of a test that starts from here.
 */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Handler } from './ask'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export type Method = (typeof methods)[number]

type PageFunction = (props: { params: Promise<unknown>; searchParams: Promise<unknown> }) => unknown

export type RouteEntry = { what: string; kind: 'route'; method: Method; handler: Handler }
export type PageEntry = { what: string; kind: 'page'; page: PageFunction }
export type Entry = RouteEntry | PageEntry

/** `POST api/studies`, `page (admin)/people`: sorted by what they are called. */
export async function entriesOfApp(): Promise<Entry[]> {
  const entries = [...(await handlersOfApp()), ...(await pagesOfApp())]
  return entries.sort((a, b) => (a.what < b.what ? -1 : 1))
}

export async function handlersOfApp(): Promise<RouteEntry[]> {
  return (await Promise.all(filesNamed('route').map(handlersOf))).flat()
}

export const pagesOfApp = (): Promise<PageEntry[]> => Promise.all(filesNamed('page').map(pageOf))

/** Folders that begin with an underscore are no part of the address space. */
function filesNamed(name: 'route' | 'page'): string[] {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
  return files.filter((file) => !/(^|\/)_/.test(file) && new RegExp(`(^|/)${name}\\.tsx?$`).test(file)).sort()
}

const load = (file: string): Promise<Record<string, unknown>> => import(path.resolve('app', file))

async function handlersOf(file: string): Promise<RouteEntry[]> {
  const module = await load(file)
  return methods.flatMap((method) => {
    const handler = module[method]
    if (typeof handler !== 'function') return []
    return [{ what: `${method} ${path.dirname(file)}`, kind: 'route' as const, method, handler: handler as Handler }]
  })
}

async function pageOf(file: string): Promise<PageEntry> {
  const page = (await load(file)).default
  if (typeof page !== 'function') throw new Error(`app/${file} has no default export.`)
  return { what: `page ${path.dirname(file)}`, kind: 'page', page: page as PageFunction }
}
