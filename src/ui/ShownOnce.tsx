import { CopyOutlined } from '@ant-design/icons'
import { App, Button, Input, Modal } from 'antd'
import type { Words } from '../core/kit/words.ts'
import { useSay } from './language.tsx'

/** Shows a key or a link the one time it is known, with a button to copy it. */
export function ShownOnce(props: {
  readonly title: Words
  readonly hint: Words
  readonly value: string | null
  readonly onClose: () => void
}) {
  const say = useSay()
  const { message } = App.useApp()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.value ?? '')
      message.success(say({ zh: '已复制', en: 'Copied' }))
    } catch {
      message.info(say({ zh: '请手动选中并复制', en: 'Select it and copy it by hand' }))
    }
  }
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
        <Button icon={<CopyOutlined />} onClick={() => void copy()}>
          {say({ zh: '复制', en: 'Copy' })}
        </Button>
      </div>
    </Modal>
  )
}
