'use client'
/** A page that failed: what to do, and the id under which the server's log has the reason. */
import { Button, ButtonLink, Notice, Page } from './_ui'

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page width="reading">
      <h1 className="font-semibold text-2xl tracking-tight">This page could not be shown</h1>
      <Notice tone="danger">
        Try again. If it fails again, tell the administrator
        {error.digest ? (
          <>
            {' '}
            the id <code className="figures">{error.digest}</code>, which the server’s log has too.
          </>
        ) : (
          ' what you did.'
        )}
      </Notice>
      <div className="flex gap-2">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <ButtonLink href="/">To the beginning</ButtonLink>
      </div>
    </Page>
  )
}
