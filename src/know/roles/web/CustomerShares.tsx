import { Alert, App, Button, Input, Modal, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useId, useState } from 'react'
import { addDays, startOfDay } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useShop } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readOrganisation } from '../../staff/actions.ts'
import { listShares, shareCustomer, unshareCustomer, viewAs } from '../actions.ts'
import { type Share, ShareMay, ShareTerms } from './ShareTerms.tsx'
import './roles.css'

type WithKind = Share['withKind']

const kindWords: Readonly<Record<WithKind, Words>> = {
  person: { zh: '同事', en: 'Person' },
  team: { zh: '团队', en: 'Team' },
  department: { zh: '部门', en: 'Department' },
}

/** With whom this customer is shared, until when, and who did it. */
export function CustomerShares({ customerId }: { readonly customerId: string }) {
  const mayList = useMayDo(listShares)
  return mayList ? <Shares customerId={customerId} /> : null
}

function Shares({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const maySee = useMayDo(viewAs)
  const mayShare = useMayDo(shareCustomer)
  const [open, setOpen] = useState(false)
  const asked = useAsk(listShares, { id: customerId })
  return (
    <Section
      title={{ zh: '共享', en: 'Shared with' }}
      actions={
        mayShare ? (
          <Button size="small" onClick={() => setOpen(true)}>
            {say({ zh: '共享…', en: 'Share…' })}
          </Button>
        ) : null
      }
    >
      <Answered of={asked} rows={1}>
        {({ shares }) =>
          shares.length === 0 ? (
            <p className="rg-roles-quiet">{say({ zh: '没有共享给别人', en: 'With nobody' })}</p>
          ) : (
            <ul className="rg-roles">
              {shares.map((share) => (
                <li key={share.id}>
                  <ShareLine customerId={customerId} share={share} mayEnd={mayShare} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {maySee ? (
        <p className="rg-roles-said">
          <GoLink to="/view-as" search={{ customer: customerId }}>
            {say({ zh: '别人看这位客户是什么样？', en: 'How do others see this customer?' })}
          </GoLink>
        </p>
      ) : null}
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={say({ zh: '共享这位客户', en: 'Share this customer' })}
        destroyOnHidden
      >
        <ShareForm customerId={customerId} onDone={() => setOpen(false)} />
      </Modal>
    </Section>
  )
}

function ShareLine({ customerId, share, mayEnd }: { readonly customerId: string; readonly share: Share; readonly mayEnd: boolean }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const end = useAct(unshareCustomer)
  const name = share.withName ?? say(kindWords[share.withKind])
  return (
    <>
      <div className="rg-roles-head">
        <strong>{name}</strong>
        {share.withKind === 'person' ? null : <Badge>{say(kindWords[share.withKind])}</Badge>}
        <ShareMay {...share} />
        {mayEnd ? (
          <span className="rg-roles-tools">
            <Button
              size="small"
              loading={end.isPending}
              aria-label={say({ zh: '收回给{name}的共享', en: 'Take the share of {name} back' }, { name })}
              onClick={() =>
                end.mutate({ id: customerId, shareId: share.id }, { onError: (error) => void message.error(sayProblem(error)) })
              }
            >
              {say({ zh: '收回', en: 'End' })}
            </Button>
          </span>
        ) : null}
      </div>
      <ShareTerms {...share} />
    </>
  )
}

function ShareForm({ customerId, onDone }: { readonly customerId: string; readonly onDone: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const at = useId()
  const { timeZone } = useShop()
  const firm = useAsk(readOrganisation, {})
  const share = useAct(shareCustomer)
  const [withWhom, setWithWhom] = useState<string | null>(null)
  const [may, setMay] = useState<Share['may']>('read')
  const [until, setUntil] = useState<string | null>(() => dayjs.tz().add(30, 'day').format('YYYY-MM-DD'))
  const [note, setNote] = useState('')
  const choices = [
    { kind: 'person', found: firm.data?.people.filter(({ disabled, you }) => !disabled && !you) ?? [] },
    { kind: 'team', found: firm.data?.teams ?? [] },
    { kind: 'department', found: firm.data?.departments ?? [] },
  ] satisfies { kind: WithKind; found: readonly { id: string; name: string }[] }[]
  const send = () => {
    const chosen = choices.flatMap(({ kind, found }) => found.flatMap(({ id }) => (`${kind} ${id}` === withWhom ? [{ kind, id }] : [])))[0]
    if (!chosen) return
    // Through the whole of the last day, as the shop's clock has it.
    const end = until ? startOfDay(addDays(until, 1), timeZone).toISOString() : null
    share.mutate(
      {
        id: customerId,
        withKind: chosen.kind,
        withId: chosen.id,
        may,
        ...(end ? { until: end } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      },
      {
        onSuccess: () => {
          onDone()
          void message.success(say({ zh: '已共享', en: 'Shared' }))
        },
      },
    )
  }
  return (
    <form
      className="rg-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {share.error ? <Alert type="error" showIcon role="alert" title={sayProblem(share.error)} /> : null}
      <div className="rg-form-line">
        <label htmlFor={`${at}with`}>{say({ zh: '共享给', en: 'With' })}</label>
        <Select<string>
          id={`${at}with`}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={say({ zh: '同事、团队或部门', en: 'A colleague, a team or a department' })}
          value={withWhom}
          loading={firm.isLoading}
          onChange={setWithWhom}
          options={choices
            .filter(({ found }) => found.length > 0)
            .map(({ kind, found }) => ({
              label: say(kindWords[kind]),
              options: found.map(({ id, name }) => ({ value: `${kind} ${id}`, label: name })),
            }))}
        />
      </div>
      <div className="rg-form-line">
        <span id={`${at}may`}>{say({ zh: '可以', en: 'May' })}</span>
        <Segmented
          aria-labelledby={`${at}may`}
          value={may}
          onChange={setMay}
          options={[
            { value: 'read', label: say({ zh: '查看', en: 'See' }) },
            { value: 'change', label: say({ zh: '查看和修改', en: 'See and change' }) },
          ]}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}until`}>{say({ zh: '到哪一天为止', en: 'Until' })}</label>
        <DayInput
          id={`${at}until`}
          value={until}
          from={dayjs.tz().format('YYYY-MM-DD')}
          placeholder={say({ zh: '一直有效', en: 'For good' })}
          onChange={setUntil}
        />
      </div>
      <div className="rg-form-line">
        <label htmlFor={`${at}note`}>{say({ zh: '备注', en: 'Note' })}</label>
        <Input id={`${at}note`} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </div>
      <p className="rg-form-help">
        {say({
          zh: '共享让对方看到这位客户；能做的事不会超过对方角色允许的。',
          en: 'They will see this customer; what they may do stays within what their role allows.',
        })}
      </p>
      <div className="rg-form-foot">
        <Button type="primary" htmlType="submit" disabled={withWhom === null} loading={share.isPending}>
          {say({ zh: '共享', en: 'Share' })}
        </Button>
        <Missing what={withWhom === null ? { zh: '先选共享给谁', en: 'Choose with whom first' } : null} />
      </div>
    </form>
  )
}
