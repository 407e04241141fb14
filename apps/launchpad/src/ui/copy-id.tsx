import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import styles from './copy-id.module.css'

/** A button that puts a text on the clipboard and says that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = (): void => {
    // Without HTTPS there is no clipboard API on most hosts; the title still shows the whole text to select elsewhere.
    void navigator.clipboard?.writeText(text).then(() => {
      setCopied(true)
      setTimeout(() => setCopied(false), 1500)
    })
  }
  return (
    <button type="button" className={styles.copy} onClick={copy} title={`${label}: ${text}`}>
      {copied ? <Check aria-hidden="true" size={13} /> : <Copy aria-hidden="true" size={13} />}
      <span className="visually-hidden">{copied ? 'Copied' : label}</span>
    </button>
  )
}
