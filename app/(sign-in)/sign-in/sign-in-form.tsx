'use client'
/**
 * Address and password. After a wrong one the password is asked for again and the sentence is read out. `method="post"`: whoever
 * is quicker than the page's script must not find their password in the address bar.
 */
import { type FormEvent, useRef, useState } from 'react'
import { signIn } from '@/app/_client/session'
import { sentenceOf } from '@/app/_client/use-request'
import { Button, Field, Notice, TextInput } from '@/app/_ui'

export function SignInForm({ next }: { next: string }) {
  const [sentence, setSentence] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const password = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setSentence(null)
    try {
      await signIn(String(form.get('email')), String(form.get('password')))
      window.location.assign(next)
    } catch (cause) {
      setBusy(false)
      setSentence(sentenceOf(cause))
      password.current?.select()
    }
  }

  return (
    <form method="post" onSubmit={submit} className="grid gap-5">
      {sentence && <Notice tone="danger">{sentence}</Notice>}
      <Field label="E-mail address">
        {(a) => (
          <TextInput {...a} name="email" type="email" autoComplete="username" required maxLength={200} autoFocus />
        )}
      </Field>
      <Field label="Password">
        {(a) => (
          <TextInput
            {...a}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={200}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="mt-1">
        Sign in
      </Button>
    </form>
  )
}
