import { Alert, Checkbox, Input, Modal } from 'antd'
import { useId, useState } from 'react'
import '../../../pages/pages.css'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { publishWording } from '../actions.ts'
import { changeWords, wordingChanges } from '../consent.ts'
import type { PurposeWithWordings } from './consent-web.ts'

/** Another wording, what it changes, and whether what was agreed to before still counts. */
export function NewWording({ purpose, onClose }: { readonly purpose: PurposeWithWordings; readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const id = useId()
  const [current] = purpose.wordings
  const [zh, setZh] = useState(current?.zh ?? '')
  const [en, setEn] = useState(current?.en ?? '')
  const [changes, setChanges] = useState<readonly (typeof wordingChanges)[number][]>(['wording'])
  const [said, setSaid] = useState<boolean | null>(null)
  const publish = useAct(publishWording)
  const asksAnew = said ?? changes.some((change) => change !== 'wording')
  const isReady = zh.trim() !== '' && en.trim() !== '' && changes.length > 0
  const send = () =>
    publish.mutate({ code: purpose.code, zh: zh.trim(), en: en.trim(), changes: [...changes], asksAnew }, { onSuccess: onClose })
  return (
    <Modal
      open
      onCancel={onClose}
      onOk={send}
      okText={say({ zh: '发布', en: 'Publish' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(!isReady ? { zh: '两种语言都要写，并说明改了什么', en: 'Write both languages, and say what changed' } : null)}
      okButtonProps={{ disabled: !isReady, loading: publish.isPending, danger: asksAnew }}
      title={say({ zh: '“{name}”的新措辞', en: 'A new wording for “{name}”' }, { name: say(purpose.name) })}
    >
      {publish.error ? <Alert type="error" showIcon role="alert" title={sayProblem(publish.error)} /> : null}
      <div className="rg-form">
        <div className="rg-form-line">
          <label htmlFor={`${id}zh`}>{say({ zh: '中文', en: 'In Chinese' })}</label>
          <Input.TextArea id={`${id}zh`} rows={3} maxLength={2_000} value={zh} onChange={(event) => setZh(event.target.value)} />
        </div>
        <div className="rg-form-line">
          <label htmlFor={`${id}en`}>{say({ zh: '英文', en: 'In English' })}</label>
          <Input.TextArea id={`${id}en`} rows={3} maxLength={2_000} value={en} onChange={(event) => setEn(event.target.value)} />
        </div>
        <div className="rg-form-line">
          <span>{say({ zh: '改了什么', en: 'What changes' })}</span>
          <Checkbox.Group
            value={[...changes]}
            onChange={(next) => setChanges(wordingChanges.filter((change) => next.includes(change)))}
            options={wordingChanges.map((value) => ({ value, label: say(changeWords[value]) }))}
          />
        </div>
        <Checkbox checked={asksAnew} onChange={(event) => setSaid(event.target.checked)}>
          {say({ zh: '须重新征得同意', en: 'Consent is asked anew' })}
        </Checkbox>
        {asksAnew ? (
          <Alert
            type="warning"
            showIcon
            title={say(
              {
                zh: '发布后，此前对“{name}”的同意马上不再算数，直到客户同意新的措辞。',
                en: 'From then on earlier consents to “{name}” count no longer, until customers agree to the new wording.',
              },
              { name: say(purpose.name) },
            )}
          />
        ) : null}
      </div>
    </Modal>
  )
}
