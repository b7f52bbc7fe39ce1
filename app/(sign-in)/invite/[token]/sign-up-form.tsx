'use client'
/** Signing up, then signing in with the same words, so that nobody types a new password twice in a row on two pages. */
import { type FormEvent, useState } from 'react'
import { signIn } from '@/app/_client/session'
import { request, sentenceOf } from '@/app/_client/use-request'
import { Button, Checkbox, Field, Notice, TextInput } from '@/app/_ui'

const passwordLengthMin = 12

export function SignUpForm({ token, name, email }: { token: string; name: string; email: string }) {
  const [sentence, setSentence] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [isShown, setShown] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [address, password] = [String(form.get('email')), String(form.get('password'))]
    setBusy(true)
    setSentence(null)
    try {
      await request('POST', '/api/sign-up', { token, name: String(form.get('name')), email: address, password })
      await signIn(address, password)
      window.location.assign('/')
    } catch (cause) {
      setBusy(false)
      setSentence(sentenceOf(cause))
    }
  }

  return (
    <form method="post" onSubmit={submit} className="grid gap-5">
      {sentence && <Notice tone="danger">{sentence}</Notice>}
      <Field label="Name" hint="Administrators and researchers see it; adjudicators never do.">
        {(a) => (
          <TextInput
            {...a}
            name="name"
            autoComplete="name"
            required
            maxLength={120}
            defaultValue={name}
            autoFocus={!name}
          />
        )}
      </Field>
      <Field label="E-mail address" hint="You sign in with it. No mail is sent.">
        {(a) => (
          <TextInput
            {...a}
            name="email"
            type="email"
            autoComplete="username"
            required
            maxLength={200}
            defaultValue={email}
          />
        )}
      </Field>
      <div className="grid gap-2.5">
        <Field label="Password" hint={`At least ${passwordLengthMin} characters. Long is good; nothing else is asked.`}>
          {(a) => (
            <TextInput
              {...a}
              name="password"
              type={isShown ? 'text' : 'password'}
              autoComplete="new-password"
              required
              minLength={passwordLengthMin}
              maxLength={200}
              autoFocus={Boolean(name)}
            />
          )}
        </Field>
        <Checkbox label="Show the password" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
      </div>
      <Button type="submit" variant="primary" busy={busy} className="mt-1">
        Sign up
      </Button>
    </form>
  )
}
