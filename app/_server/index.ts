/** What pages and routes need from the server: `route` for /api, `requireContext` and `orNotFound` for pages. */
export { currentActor, orNotFound, requireContext } from './page'
export { type RouteHandler, route } from './route'
