'use client'
/** Copies a text (a one-time link, a hash) and says that it did. Where the browser refuses, the text can be selected. */
import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button'
import { useToast } from './toast'

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const toast = useToast()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      toast('The browser did not allow copying. Select the text and copy it by hand.', 'danger')
    }
  }
  return (
    <Button size="small" icon={copied ? Check : Copy} onClick={copy}>
      {copied ? 'Copied' : label}
    </Button>
  )
}
