import { Alert, App, Button, Modal } from 'antd'
import { useMemo, useState } from 'react'
import { RuleCount } from '../../../understand/segments/web/RuleCount.tsx'
import { GoLink } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { footWith } from '../../../ui/Missing.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { enterJourney } from '../actions.ts'
import { everyReason } from '../journey-address.ts'
import { sayEntered } from '../say-entered.ts'
import type { Known } from './say-rule.ts'
import { SegmentPick } from './SegmentPick.tsx'

type Props = { readonly journeyId: string; readonly known: Known }

/** Puts the members of a segment into a running journey by hand. */
export function AddCustomers({ journeyId, known }: Props) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {say({ zh: '放入客户', en: 'Add customers' })}
      </Button>
      {open ? <Choice journeyId={journeyId} known={known} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function Choice({ journeyId, known, onClose }: Props & { readonly onClose: () => void }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const format = useFormat()
  const [outcome, setOutcome] = useState<string | null>(null)
  const { message } = App.useApp()
  const [segment, setSegment] = useState<string | undefined>()
  const members = useMemo(() => (segment === undefined ? null : { segment }), [segment])
  const enter = useAct(enterJourney)
  const run = async () => {
    if (segment === undefined) return
    const answer = await enter.mutateAsync({ id: journeyId, segment }).catch(() => null)
    if (!answer) return
    const said = say(sayEntered(answer, format.count))
    if (answer.refused.length > 0) return setOutcome(said)
    onClose()
    void message.info(said)
  }
  if (outcome !== null)
    return (
      <Modal
        open
        title={say({ zh: '有客户没有进入', en: 'Some customers did not enter' })}
        footer={<Button onClick={onClose}>{say({ zh: '关闭', en: 'Close' })}</Button>}
        onCancel={onClose}
      >
        <p role="status">{outcome}</p>
        <GoLink to={`/journeys/${journeyId}`} search={{ people: true, out: everyReason }} onClick={onClose}>
          {say({ zh: '逐个查看原因', en: 'Show them one by one, each with the reason' })}
        </GoLink>
      </Modal>
    )
  return (
    <Modal
      open
      title={say({ zh: '把哪个细分的客户放进来？', en: 'Which segment’s customers should enter?' })}
      okText={say({ zh: '放入客户', en: 'Add customers' })}
      cancelText={say({ zh: '取消', en: 'Cancel' })}
      footer={footWith(segment === undefined ? { zh: '先选一个细分', en: 'Choose a segment first' } : null)}
      okButtonProps={{ disabled: segment === undefined }}
      confirmLoading={enter.isPending}
      onOk={run}
      onCancel={onClose}
    >
      <div className="rg-form">
        <SegmentPick segment={segment} known={known} onChange={setSegment} />
        {members ? <RuleCount rule={members} /> : null}
        <p className="rg-filter-hint">
          {say({
            zh: '现在在这个细分里的客户会马上进入。已经在里面、按规则还不能再次进入，或不符合旅程条件的，不会进入。',
            en: 'Whoever is in the segment now enters at once, except those who are inside already, may not enter again yet, or do not fit the journey’s conditions.',
          })}
        </p>
        {enter.error ? <Alert type="error" showIcon role="alert" title={sayProblem(enter.error)} /> : null}
      </div>
    </Modal>
  )
}
