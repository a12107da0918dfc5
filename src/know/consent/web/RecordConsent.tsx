import { Alert, Checkbox, Input, Modal, Radio, Select } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import type { AttachedFile } from '../../../core/kit/attached-file.ts'
import type { Field } from '../../../core/entity/field.ts'
import type { Words } from '../../../core/kit/words.ts'
import { FieldInput } from '../../../fields/web/inputs.tsx'
import { AttachFiles } from '../../../pages/files/AttachedFiles.tsx'
import '../../../pages/pages.css'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { listPurposes, recordConsent } from '../actions.ts'
import { heardHows, sayChannel, sayHow } from '../consent.ts'
import type { Consents } from './consent-web.ts'

type Props = { readonly customerId: string; readonly consents: Consents; readonly onClose: () => void }
type Said = 'given' | 'withdrawn'
type Guardian = { readonly name: string; readonly relation: string; readonly contact: string; readonly proof: string }

const moment: Field = { type: 'time', label: { zh: '何时', en: 'When' } }
const noGuardian: Guardian = { name: '', relation: '', contact: '', proof: '' }

/** What the customer told somebody here: yes or no, for what, by which ways, and the proof. */
export function RecordConsent({ customerId, consents, onClose }: Props) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [code, setCode] = useState(consents.purposes[0]?.code ?? '')
  const purpose = consents.purposes.find((each) => each.code === code)
  const reached = (purpose?.channels ?? []).filter((channel) =>
    consents.lines.some((line) => line.channel === channel && line.address !== null),
  )
  const [channels, setChannels] = useState<readonly string[] | null>(null)
  const [state, setState] = useState<Said>('given')
  const [how, setHow] = useState<(typeof heardHows)[number]>('spoken')
  const [at, setAt] = useState<unknown>(null)
  const [files, setFiles] = useState<readonly AttachedFile[]>([])
  const [note, setNote] = useState('')
  const [guardian, setGuardian] = useState(noGuardian)
  const record = useAct(recordConsent)
  const id = useId()
  const chosen = (purpose?.channels ?? []).filter((channel) => (channels ?? reached).includes(channel))
  const needsGuardian = consents.minor && state === 'given'
  const before = consents.lines.some(
    (line) => line.purpose === code && line.state === 'given' && (line.channel === '' || chosen.some((one) => one === line.channel)),
  )
  const isReady = purpose !== undefined && (purpose.channels.length === 0 || chosen.length > 0)
  const send = () =>
    record.mutate(
      {
        id: customerId,
        purpose: code,
        channels: chosen,
        state: state === 'given' ? 'given' : before ? 'withdrawn' : 'refused',
        how,
        evidence: files.map((file) => file.id),
        ...(typeof at === 'string' ? { at } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(needsGuardian ? { guardian } : {}),
      },
      { onSuccess: onClose },
    )
  return (
    <Modal
      open
      onCancel={onClose}
      onOk={send}
      okText={say({ zh: '保存记录', en: 'Keep the record' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(!isReady ? { zh: '选好用途和渠道后即可保存', en: 'Choose to what and by which channel first' } : null)}
      okButtonProps={{ disabled: !isReady, loading: record.isPending }}
      title={say({ zh: '客户怎么说的？', en: 'What did the customer say?' })}
    >
      {record.error ? <Alert type="error" showIcon role="alert" title={sayProblem(record.error)} /> : null}
      <div className="rg-form">
        <Radio.Group
          value={state}
          onChange={(event) => setState(event.target.value)}
          aria-label={say({ zh: '同意还是拒绝', en: 'Yes or no' })}
          options={[
            { value: 'given', label: say({ zh: '同意', en: 'Agrees' }) },
            { value: 'withdrawn', label: say({ zh: '拒绝或撤回', en: 'Refuses or withdraws' }) },
          ]}
        />
        <Line id={`${id}purpose`} label={{ zh: '对什么', en: 'To what' }}>
          <Select
            id={`${id}purpose`}
            value={code}
            onChange={(next) => {
              setCode(next)
              setChannels(null)
            }}
            options={consents.purposes.map((each) => ({ value: each.code, label: say(each.name) }))}
          />
          {state === 'given' ? <Wording code={code} /> : null}
        </Line>
        {purpose && purpose.channels.length > 0 ? (
          <Checkbox.Group
            value={[...chosen]}
            onChange={(next) => setChannels(next)}
            options={purpose.channels.map((channel) => ({ value: channel, label: say(sayChannel(channel)) }))}
          />
        ) : null}
        <Line id={`${id}how`} label={{ zh: '怎么说的', en: 'How it was said' }}>
          <Select
            id={`${id}how`}
            value={how}
            onChange={setHow}
            options={heardHows.map((value) => ({ value, label: say(sayHow(value)) }))}
          />
        </Line>
        <Line id={`${id}at`} label={{ zh: '何时（不填就是现在）', en: 'When (now, where left empty)' }}>
          <FieldInput id={`${id}at`} field={moment} value={at} onChange={setAt} />
        </Line>
        {needsGuardian ? <GuardianFields guardian={guardian} onChange={setGuardian} id={id} /> : null}
        <Line id={`${id}note`} label={{ zh: '备注', en: 'Note' }}>
          <Input id={`${id}note`} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Line>
        <div className="rg-form-line">
          <span>{say({ zh: '证明（照片、扫描件、录音）', en: 'Proof (a photo, a scan, a recording)' })}</span>
          <AttachFiles files={files} most={5} onChange={setFiles} />
        </div>
      </div>
    </Modal>
  )
}

function Line({ id, label, children }: { readonly id: string; readonly label: Words; readonly children: ReactNode }) {
  const say = useSay()
  return (
    <div className="rg-form-line">
      <label htmlFor={id}>{say(label)}</label>
      {children}
    </div>
  )
}

/** The words that the customer agrees to, to be read out. */
function Wording({ code }: { readonly code: string }) {
  const { language } = useLanguage()
  const asked = useAsk(listPurposes, {})
  const wording = asked.data?.purposes.find((each) => each.code === code)?.wordings[0]
  return wording ? <div className="rg-form-help">“{wording[language]}”</div> : null
}

const guardianLabels: Readonly<Record<keyof Guardian, Words>> = {
  name: { zh: '监护人姓名', en: 'Guardian’s name' },
  relation: { zh: '与孩子的关系', en: 'Relation to the child' },
  contact: { zh: '监护人联系方式', en: 'How to reach the guardian' },
  proof: { zh: '看过什么证明', en: 'What proof was seen' },
}
const guardianFields = ['name', 'relation', 'contact', 'proof'] as const

type GuardianProps = { readonly guardian: Guardian; readonly onChange: (guardian: Guardian) => void; readonly id: string }

function GuardianFields({ guardian, onChange, id }: GuardianProps) {
  return guardianFields.map((name) => (
    <Line key={name} id={id + name} label={guardianLabels[name]}>
      <Input
        id={id + name}
        value={guardian[name]}
        maxLength={100}
        onChange={(event) => onChange({ ...guardian, [name]: event.target.value })}
      />
    </Line>
  ))
}
