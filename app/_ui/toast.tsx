'use client'
/**
 * Short messages at the lower edge: what was just done. They are announced politely, never take the focus, and are not
 * the place for anything that must be acted on (that is a Notice).
 */
import { CircleCheck, OctagonAlert } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { cx } from './cx'

type Toast = { key: number; tone: 'good' | 'danger'; sentence: string }
const secondsShown = { good: 4, danger: 9 } as const

const ToastContext = createContext<(sentence: string, tone?: Toast['tone']) => void>(() => undefined)

/** `const toast = useToast(); toast('The invitation is ready.')` */
export const useToast = () => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([])
  const nextKey = useRef(0)
  const show = useCallback((sentence: string, tone: Toast['tone'] = 'good') => {
    const key = nextKey.current++
    setToasts((all) => [...all.slice(-2), { key, tone, sentence }])
    setTimeout(() => setToasts((all) => all.filter((t) => t.key !== key)), secondsShown[tone] * 1000)
  }, [])
  return (
    <ToastContext value={show}>
      {children}
      <div
        role="status"
        aria-live="polite"
        className="pointer-events-none fixed inset-x-0 bottom-5 z-50 grid justify-items-center gap-2 px-4"
      >
        {toasts.map((toast) => {
          const Icon = toast.tone === 'good' ? CircleCheck : OctagonAlert
          return (
            <p
              key={toast.key}
              className="pointer-events-auto flex max-w-lg items-center gap-2.5 rounded-control border border-line bg-raised px-4 py-2.5 text-ink text-sm shadow-lg"
            >
              <Icon
                aria-hidden
                className={cx('size-4 shrink-0', toast.tone === 'good' ? 'text-good' : 'text-danger')}
              />
              {toast.sentence}
            </p>
          )
        })}
      </div>
    </ToastContext>
  )
}
