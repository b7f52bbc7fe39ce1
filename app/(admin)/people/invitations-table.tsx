'use client'
/** Links that nobody has used yet, and taking one back. */
import { useRouter } from 'next/navigation'
import { sentenceOf, useRequest } from '@/app/_client/use-request'
import { Button, type Column, Table, useToast, When } from '@/app/_ui'
import { roleNames } from '@/app/_ui/role-names'
import type { OpenInvitation } from '@/lib/services/list-people'

export function InvitationsTable({ invitations }: { invitations: OpenInvitation[] }) {
  const { send, busy, failure } = useRequest()
  const router = useRouter()
  const toast = useToast()
  const takeBack = async (invitation: OpenInvitation) => {
    if (await send('DELETE', `/api/invitations/${invitation.id}`)) toast('The link is taken back.')
    router.refresh()
  }
  const columns: Column<OpenInvitation>[] = [
    {
      key: 'who',
      header: 'For',
      cell: ({ name, email }) => (
        <>
          {name || email || <span className="text-ink-muted">no name given</span>}
          {name && email && <span className="block text-[13px] text-ink-muted">{email}</span>}
        </>
      ),
    },
    { key: 'role', header: 'Role', cell: ({ role }) => roleNames[role] },
    { key: 'until', header: 'Valid until', narrow: true, cell: ({ expiresAt }) => <When at={expiresAt} /> },
    {
      key: 'back',
      header: <span className="sr-only">Take back</span>,
      narrow: true,
      cell: (invitation) => (
        <Button size="small" disabled={busy} onClick={() => takeBack(invitation)}>
          Take back
        </Button>
      ),
    },
  ]
  return (
    <>
      {failure && <p className="px-5 py-3 text-danger text-sm">{sentenceOf(failure)}</p>}
      <Table caption="Open invitations" columns={columns} rows={invitations} rowKey={(invitation) => invitation.id} />
    </>
  )
}
