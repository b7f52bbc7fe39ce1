/**
 * Fields of a form. `Field` ties label, hint and error to the control inside (by id), so that screen readers say them;
 * the controls are plain elements with the house's look.
 */
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './cx'

const control =
  'w-full rounded-control border border-edge bg-ground px-3 text-sm text-ink placeholder:text-ink-muted disabled:opacity-50 aria-invalid:border-danger'

type FieldProps = {
  label: string
  hint?: ReactNode
  /** A sentence; the control is marked invalid while it is there. */
  error?: string | null
  className?: string
  children: (attributes: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

/** `<Field label="Name">{(a) => <TextInput {...a} name="name" />}</Field>` */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={cx('grid gap-1.5', className)}>
      <label htmlFor={id} className="text-[13px] font-medium text-ink">
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-[13px] text-ink-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-[13px] text-danger">
          {error}
        </p>
      )}
    </div>
  )
}

export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(control, 'h-10', rest.type === 'number' && 'tabular-nums', className)} {...rest} />
}

export function TextArea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return <textarea rows={rows} className={cx(control, 'py-2 leading-relaxed', className)} {...rest} />
}

export function Select({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={cx(control, 'h-10 pr-8', className)} {...rest} />
}

/** A tick box with its label beside it. */
export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: { label: ReactNode; hint?: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className={cx('flex items-start gap-2.5 text-sm text-ink', className)}>
      <input type="checkbox" className="mt-0.5 size-4 shrink-0 accent-(--accent)" {...rest} />
      <span>
        {label}
        {hint && <span className="block text-[13px] text-ink-muted">{hint}</span>}
      </span>
    </label>
  )
}
