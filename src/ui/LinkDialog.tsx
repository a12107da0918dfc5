import { Alert } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { linkToPass } from './link-to-pass.ts'
import { ShownOnce } from './ShownOnce.tsx'

type Props = { readonly title: Words; readonly hint: Words; readonly url: string | null; readonly onClose: () => void }

/** A link that was made for somebody else, to be copied and sent. */
export function LinkDialog({ title, hint, url, onClose }: Props) {
  const made = url === null ? null : linkToPass(url, window.location.origin)
  return (
    <ShownOnce title={title} hint={hint} value={made?.link ?? null} caution={<Caution words={made?.caution ?? null} />} onClose={onClose} />
  )
}

/** What whoever hands a link on must know of it, if anything. */
export function Caution({ words }: { readonly words: Words | null }) {
  const say = useSay()
  return words ? <Alert type="warning" showIcon className="rg-notice" title={say(words)} /> : null
}
