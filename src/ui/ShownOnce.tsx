import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'
import { ToCopy } from './ToCopy.tsx'

type Props = {
  readonly title: Words
  readonly hint: Words
  readonly value: string | null
  /** What else must be known before it is handed on. */
  readonly caution?: ReactNode
  readonly onClose: () => void
}

/** Shows a key or a link the one time it is known, with a button to copy it. */
export function ShownOnce({ title, hint, value, caution, onClose }: Props) {
  const say = useSay()
  return (
    <Modal
      open={value !== null}
      title={say(title)}
      onCancel={onClose}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={onClose}>
          {say({ zh: '我已保存', en: 'I have kept it' })}
        </Button>
      }
    >
      <p>{say(hint)}</p>
      {caution}
      <ToCopy label={say(title)} value={value ?? ''} />
    </Modal>
  )
}
