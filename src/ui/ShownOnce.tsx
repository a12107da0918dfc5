import { Button, Input, Modal } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { CopyButton } from './CopyButton.tsx'
import { useSay } from './language.tsx'

/** Shows a key or a link the one time it is known, with a button to copy it. */
export function ShownOnce(props: {
  readonly title: Words
  readonly hint: Words
  readonly value: string | null
  readonly onClose: () => void
}) {
  const say = useSay()
  return (
    <Modal
      open={props.value !== null}
      title={say(props.title)}
      onCancel={props.onClose}
      mask={{ closable: false }}
      footer={
        <Button type="primary" onClick={props.onClose}>
          {say({ zh: '我已保存', en: 'I have kept it' })}
        </Button>
      }
    >
      <p>{say(props.hint)}</p>
      <div className="rg-once">
        <Input readOnly value={props.value ?? ''} aria-label={say(props.title)} onFocus={(event) => event.target.select()} />
        <CopyButton text={props.value ?? ''} />
      </div>
    </Modal>
  )
}
