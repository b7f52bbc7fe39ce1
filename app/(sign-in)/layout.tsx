/** Pages for people who are not signed in: one narrow column, nothing else. */
import type { ReactNode } from 'react'
import { Mark } from '@/app/_ui/mark'
import { ThemeButton } from '@/app/_ui/nav'

export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid flex-1 grid-rows-[auto_1fr_auto] px-5">
      <div className="flex justify-end py-2">
        <ThemeButton />
      </div>
      <div className="mx-auto w-full max-w-sm self-center pb-16">
        <p className="mb-10 flex items-center gap-2.5 font-semibold text-lg tracking-tight">
          <Mark className="size-7" />
          Concord
        </p>
        {children}
      </div>
    </div>
  )
}
