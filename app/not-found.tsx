/** Not there, or not for this person: the two look the same. */
import { SearchX } from 'lucide-react'
import { ButtonLink, EmptyState, Page } from './_ui'

export default function NotFound() {
  return (
    <Page width="reading">
      <title>Not found · Concord</title>
      <EmptyState
        as="h1"
        icon={SearchX}
        title="Nothing here for you"
        action={<ButtonLink href="/">To the beginning</ButtonLink>}
      >
        This page does not exist, or you have no access to it. If you followed a link, ask whoever gave it to you to add
        you to the study.
      </EmptyState>
    </Page>
  )
}
