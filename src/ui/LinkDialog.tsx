import { Input, Modal } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { CopyButton } from './CopyButton.tsx'
import { useSay } from './language.tsx'

type Props = { readonly title: Words; readonly hint: Words; readonly url: string | null; readonly onClose: () => void }

/** A link that was made for a customer, to be copied and sent. */
export function LinkDialog({ title, hint, url, onClose }: Props) {
  const say = useSay()
  return (
    <Modal open={url !== null} title={say(title)} onCancel={onClose} footer={<CopyButton type="primary" text={url ?? ''} />}>
      <p>{say(hint)}</p>
      <Input readOnly value={url ?? ''} aria-label={say(title)} onFocus={(event) => event.target.select()} />
    </Modal>
  )
}
