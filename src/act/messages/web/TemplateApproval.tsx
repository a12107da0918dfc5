import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { decideTemplate, submitTemplate } from '../template-actions.ts'
import type { TemplateState } from '../template.ts'
import type { KnownTemplate } from './template-answers.ts'

type Props = { readonly id: string; readonly known: KnownTemplate; readonly changed: boolean }

const stateWords: Record<Exclude<TemplateState, 'approved'>, Words> = {
  draft: {
    zh: '这一版还是草稿，须经另一位同事审批才能用于营销。',
    en: 'This version is a draft; another colleague must approve it before it is used for marketing.',
  },
  waiting: { zh: '这一版正在等待审批。', en: 'This version waits for approval.' },
  returned: { zh: '这一版被退回了，请修改后再提交。', en: 'This version was returned. Change it and ask again.' },
}

/** Where a version stands that must be looked at by a second person, and what the reader can do about it. */
export function TemplateApproval({ id, known, changed }: Props) {
  const say = useSay()
  const format = useFormat()
  if (known.state === 'approved') return null
  const older = known.approvedVersion
  return (
    <Alert
      className="rg-mail-hint"
      type={known.state === 'returned' ? 'error' : 'warning'}
      showIcon
      title={say(stateWords[known.state])}
      description={
        <>
          {known.note ? (
            <p>
              {say({ zh: '{who}：', en: '{who}: ' }, { who: known.decidedBy ?? '—' })}
              {known.note}
            </p>
          ) : null}
          {older === null ? null : (
            <p>
              {say(
                { zh: '在此之前，消息仍按第 {n} 版发出。', en: 'Until then messages go out by version {n}.' },
                { n: format.count(older) },
              )}
            </p>
          )}
          {changed ? <p>{say({ zh: '先保存您的修改。', en: 'Save your changes first.' })}</p> : <Steps id={id} known={known} />}
        </>
      }
    />
  )
}

function Steps({ id, known }: Omit<Props, 'changed'>) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const submit = useAct(submitTemplate)
  const maySubmit = useMayDo(submitTemplate)
  const mayDecide = useMayDo(decideTemplate)
  const onError = (error: unknown) => void message.error(sayProblem(error))
  if (known.state === 'waiting') {
    if (!mayDecide) return null
    if (known.own)
      return <p>{say({ zh: '这一版是您写的，须由另一位同事审批。', en: 'You wrote this version; another colleague approves it.' })}</p>
    return <Decide id={id} version={known.version} onError={onError} />
  }
  return maySubmit ? (
    <Button type="primary" loading={submit.isPending} onClick={() => submit.mutate({ id }, { onError })}>
      {say({ zh: '提交审批', en: 'Ask for approval' })}
    </Button>
  ) : null
}

type DecideProps = { readonly id: string; readonly version: number; readonly onError: (error: unknown) => void }

function Decide({ id, version, onError }: DecideProps) {
  const say = useSay()
  const [note, setNote] = useState('')
  const decide = useAct(decideTemplate)
  const answer = (decision: 'approve' | 'return') => decide.mutate({ id, version, decision, note }, { onError })
  return (
    <div className="rg-template-who">
      <Input
        aria-label={say({ zh: '意见', en: 'Note' })}
        placeholder={say({ zh: '意见（退回时请写明原因）', en: 'Note (say why where you return it)' })}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="primary" loading={decide.isPending} onClick={() => answer('approve')}>
        {say({ zh: '批准', en: 'Approve' })}
      </Button>
      <Button disabled={note.trim() === ''} loading={decide.isPending} onClick={() => answer('return')}>
        {say({ zh: '退回', en: 'Return' })}
      </Button>
      <Missing what={note.trim() === '' ? { zh: '要退回，先写明原因', en: 'To return it, say why first' } : null} />
    </div>
  )
}
