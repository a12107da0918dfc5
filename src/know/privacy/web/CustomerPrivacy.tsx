import { sayActor } from '../../../core/kit/program-parts.ts'
import { Alert, App, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { renewPersonKey } from '../../sealing/actions.ts'
import { customerPrivacy, liftRestriction, liftSuppression, restrictCustomer } from '../actions.ts'
import { EraseModal } from './EraseModal.tsx'
import { ExportPart } from './ExportPart.tsx'
import { OpenRequestModal } from './OpenRequestModal.tsx'
import { RequestLines } from './RequestLines.tsx'
import './privacy.css'

type Standing = ReplyOf<typeof customerPrivacy>

/** The rights of one customer: what they asked for, whether they are restricted; and the ways to answer. */
export function CustomerPrivacy({ customerId }: { readonly customerId: string }) {
  const asked = useAsk(customerPrivacy, { id: customerId })
  return (
    <Section title={{ zh: '个人信息权利', en: 'Rights to their data' }}>
      <Answered of={asked} rows={2}>
        {(standing) => <Known customerId={customerId} standing={standing} />}
      </Answered>
    </Section>
  )
}

function Known({ customerId, standing }: { readonly customerId: string; readonly standing: Standing }) {
  const say = useSay()
  const mayHandle = useMayDo(restrictCustomer)
  const mayRenew = useMayDo(renewPersonKey)
  const [opening, setOpening] = useState(false)
  const [erasing, setErasing] = useState(false)
  const { restriction, erasure, requests } = standing
  return (
    <>
      {erasure ? (
        <Alert
          type="warning"
          title={
            erasure.state === 'asked'
              ? say({ zh: '已提请删除，等待第二人确认。', en: 'An erasure was asked for and waits for a second person.' })
              : say({ zh: '正在删除这位客户。', en: 'This customer is being erased.' })
          }
          action={
            mayHandle ? (
              <GoLink to="/privacy" search={{ tab: 'certificates' }}>
                {say({ zh: '查看', en: 'See' })}
              </GoLink>
            ) : null
          }
        />
      ) : null}
      {restriction ? (
        <Restricted customerId={customerId} restriction={restriction} mayLift={mayHandle && restriction.reason === 'request'} />
      ) : null}
      {standing.suppressed.length > 0 ? <Suppressed customerId={customerId} mayLift={mayHandle} /> : null}
      {requests.length > 0 ? <RequestLines rows={requests} withName={false} /> : null}
      <div className="rg-privacy-buttons">
        <Button size="small" onClick={() => setOpening(true)}>
          {say({ zh: '登记请求', en: 'Take down a request' })}
        </Button>
        {mayHandle && !restriction ? <RestrictButton customerId={customerId} /> : null}
        {mayRenew && !erasure ? <RenewKeyButton customerId={customerId} /> : null}
        {mayHandle && !erasure ? (
          <Button size="small" danger onClick={() => setErasing(true)}>
            {say({ zh: '删除个人信息…', en: 'Erase…' })}
          </Button>
        ) : null}
      </div>
      {mayHandle ? (
        <div className="rg-privacy-buttons">
          <ExportPart customerId={customerId} />
        </div>
      ) : null}
      {opening ? <OpenRequestModal customerId={customerId} onClose={() => setOpening(false)} /> : null}
      {erasing ? <EraseModal customerId={customerId} onClose={() => setErasing(false)} /> : null}
    </>
  )
}

function RenewKeyButton({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const confirm = useConfirm()
  const renew = useAct(renewPersonKey)
  const ask = () =>
    confirm({
      title: { zh: '更换这位客户的密钥？', en: 'Change this customer’s key?' },
      content: {
        zh: '怀疑密钥外泄时使用。会立即用新密钥重新加密这位客户的身份证号和敏感字段，合并和导入留下的副本也一样；旧密钥随即作废。此前的备份里仍是旧密钥。联系方式不使用个人密钥，不受影响。',
        en: 'After a suspected leak. Their ID card number and sensitive fields are sealed anew at once under a new key, in all that merges and imports kept too, and the old key is gone. Backups of before still have it. Contact details are under no key of a person’s and stay as they are.',
      },
      ok: { zh: '更换密钥', en: 'Change the key' },
      run: async () => {
        const { values } = await renew.mutateAsync({ id: customerId })
        return {
          zh: `密钥已更换，重新加密了 ${values} 处内容。`,
          en: `The key is changed; ${values === 1 ? '1 value was' : `${values} values were`} sealed anew.`,
        }
      },
    })
  return (
    <Button size="small" onClick={ask}>
      {say({ zh: '更换密钥…', en: 'Change the key…' })}
    </Button>
  )
}

function RestrictButton({ customerId }: { readonly customerId: string }) {
  const say = useSay()
  const confirm = useConfirm()
  const restrict = useAct(restrictCustomer)
  return (
    <Button
      size="small"
      loading={restrict.isPending}
      onClick={() =>
        confirm({
          title: { zh: '限制处理这位客户的数据？', en: 'Restrict what is done with this customer’s data?' },
          content: { zh: '只存储，不发消息、不进旅程。', en: 'Only stored: no messages, no journeys.' },
          ok: { zh: '限制处理', en: 'Restrict' },
          run: async () => void (await restrict.mutateAsync({ id: customerId })),
        })
      }
    >
      {say({ zh: '限制处理', en: 'Restrict' })}
    </Button>
  )
}

type RestrictedProps = {
  readonly customerId: string
  readonly restriction: NonNullable<Standing['restriction']>
  readonly mayLift: boolean
}

function Restricted({ customerId, restriction, mayLift }: RestrictedProps) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const lift = useAct(liftRestriction)
  return (
    <Alert
      type="info"
      title={say(
        { zh: '限制处理：只存储，停止其他一切处理（{day} 起，{by}）', en: 'Restricted: only stored, nothing else (since {day}, {by})' },
        { day: format.date(restriction.since), by: sayActor(restriction.by) },
      )}
      description={restriction.note}
      action={
        mayLift ? (
          <Button
            size="small"
            loading={lift.isPending}
            onClick={() => lift.mutate({ id: customerId }, { onError: (error) => void message.error(sayProblem(error)) })}
          >
            {say({ zh: '解除', en: 'Lift' })}
          </Button>
        ) : null
      }
    />
  )
}

function Suppressed({ customerId, mayLift }: { readonly customerId: string; readonly mayLift: boolean }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const lift = useAct(liftSuppression)
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const label = say({ zh: '依据（至少 10 个字）', en: 'On what ground (10 characters at least)' })
  return (
    <>
      <Alert
        type="warning"
        title={say({
          zh: '这里的联系方式属于曾被删除的人：不再营销。',
          en: 'An address here was that of somebody who was erased: nobody markets to it.',
        })}
        action={
          mayLift ? (
            <Button size="small" onClick={() => setAsking(true)}>
              {say({ zh: '本人重新同意', en: 'They agreed anew' })}
            </Button>
          ) : null
        }
      />
      <Modal
        open={asking}
        title={say({ zh: '移出不再营销名单', en: 'Take them off the list' })}
        footer={footWith(
          reason.trim().length < 10 ? { zh: '写明依据，至少 10 个字', en: 'Say on what ground, in 10 characters or more' } : null,
        )}
        okButtonProps={{ disabled: reason.trim().length < 10 }}
        confirmLoading={lift.isPending}
        onCancel={() => setAsking(false)}
        onOk={() =>
          lift.mutate(
            { id: customerId, reason },
            { onSuccess: () => setAsking(false), onError: (error) => void message.error(sayProblem(error)) },
          )
        }
      >
        <p>{say({ zh: '仅当本人重新、明确地同意。', en: 'Only if they themselves have agreed anew, and clearly.' })}</p>
        <Input.TextArea
          rows={3}
          aria-label={label}
          placeholder={label}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Modal>
    </>
  )
}
