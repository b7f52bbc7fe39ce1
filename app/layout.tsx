/** The frame of every page: language, theme, type, the bar at the top, and the place for short messages. */
import '@fontsource-variable/inter/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { currentActor } from './_server'
import { ToastProvider } from './_ui'
import { Nav } from './_ui/nav'

export const metadata: Metadata = {
  title: { default: 'Concord', template: '%s · Concord' },
  description: 'Where people agree on what a retina shows.',
  robots: { index: false, follow: false },
}
export const viewport: Viewport = { colorScheme: 'dark light' }

const themes = ['dark', 'light']

export default async function RootLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  const chosen = (await cookies()).get('concord-theme')?.value
  return (
    <html lang="en-GB" data-theme={themes.find((theme) => theme === chosen)}>
      <body className="flex flex-col font-sans">
        <a
          href="#content"
          className="sr-only z-50 bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        <ToastProvider>
          {actor && <Nav name={actor.name} role={actor.role} />}
          <main id="content" className="flex flex-1 flex-col">
            {children}
          </main>
        </ToastProvider>
      </body>
    </html>
  )
}
