import '../../../pages/pages.css'
import { Alert, Input, Modal } from 'antd'
import { type ReactNode, useId } from 'react'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'

type Keeping = { readonly error: Error | null; readonly isPending: boolean; reset(): void }

type Props = {
  readonly open: boolean
  readonly title: string
  readonly isNew: boolean
  readonly name: string
  readonly onName: (name: string) => void
  /** What keeps it: by one of these. */
  readonly by: readonly Keeping[]
  readonly onSend: (close: () => void) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A part of the firm that has a name, to make or to change: a department, a team. */
export function NamedModal({ open, title, isNew, name, onName, by, onSend, onClose, children }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const isNameless = name.trim() === ''
  const error = by.find((each) => each.error)?.error
  const close = () => {
    for (const each of by) each.reset()
    onClose()
  }
  const send = () => {
    if (!isNameless) onSend(close)
  }
  return (
    <Modal
      open={open}
      title={title}
      okText={isNew ? say({ zh: '建立', en: 'Create' }) : say({ zh: '保存', en: 'Save' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(isNameless ? { zh: '先填名称', en: 'Give it a name first' } : null)}
      okButtonProps={{ disabled: isNameless, loading: by.some(({ isPending }) => isPending) }}
      onOk={send}
      onCancel={close}
      destroyOnHidden
    >
      <div className="rg-form">
        {error ? <Alert type="error" showIcon role="alert" title={sayProblem(error)} /> : null}
        <div className="rg-form-line">
          <label htmlFor={id}>{say({ zh: '名称', en: 'Name' })}</label>
          <Input id={id} value={name} maxLength={60} onChange={(event) => onName(event.target.value)} onPressEnter={send} />
        </div>
        {children}
      </div>
    </Modal>
  )
}
