import { Alert, App, Button, Collapse, Form, InputNumber } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { leastKeepDays, type readAuditState, saveAuditPlan, startAuditCheck, stopAuditCheck } from '../audit.ts'
import { breakWords } from '../say-entry.ts'

type State = ReplyOf<typeof readAuditState>

/** Whether anybody could have changed it, whether anybody did, and how long it is kept. */
export function ChainState({ state }: { readonly state: State }) {
  const say = useSay()
  const start = useAct(startAuditCheck)
  const isRunning = state.check?.state === 'running'
  return (
    <Section
      title={{ zh: '记录可信吗？', en: 'Can it be trusted?' }}
      actions={
        <Button onClick={() => start.mutate({})} disabled={isRunning} loading={start.isPending}>
          {say({ zh: '现在核对', en: 'Check now' })}
        </Button>
      }
    >
      <Badges state={state} />
      <CheckResult state={state} />
      {state.isProtected ? null : <Unprotected state={state} />}
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: 'more',
            label: say({ zh: '最新的链值与保存期限', en: 'The newest hash, and how long entries are kept' }),
            children: <More state={state} />,
          },
        ]}
      />
    </Section>
  )
}

function Badges({ state }: { readonly state: State }) {
  const say = useSay()
  const format = useFormat()
  const { check } = state
  return (
    <p className="rg-audit-badges">
      {state.isProtected ? (
        <Badge tone="good">{say({ zh: '程序自己也改不了、删不掉', en: 'Not even the program can change it' })}</Badge>
      ) : (
        <Badge tone="attention">{say({ zh: '数据库账户还能改', en: 'The database role could change it' })}</Badge>
      )}{' '}
      {check?.state === 'whole' ? (
        <Badge tone="good">
          {say({ zh: '{when}核对，全部完整', en: 'Checked {when}: whole' }, { when: format.relative(check.endedAt) })}
        </Badge>
      ) : null}
      {check?.state === 'broken' ? <Badge tone="danger">{say({ zh: '核对发现被改动', en: 'Tampered with' })}</Badge> : null}
      {check?.state === 'stopped' ? <Badge>{say({ zh: '上次核对中途停止', en: 'The last check was stopped' })}</Badge> : null}
      {check === null ? <Badge>{say({ zh: '还没有核对过，夜里会自动核对', en: 'Not checked yet; done by itself at night' })}</Badge> : null}
    </p>
  )
}

function CheckResult({ state: { check } }: { readonly state: State }) {
  const say = useSay()
  const format = useFormat()
  const stop = useAct(stopAuditCheck)
  if (check?.state === 'running')
    return (
      <Progress
        label={say({ zh: '正在逐条核对', en: 'Checking every entry' })}
        done={check.checked}
        total={check.total}
        onStop={() => stop.mutate({})}
        stopping={stop.isPending}
      />
    )
  if (!check || check.breaks.length === 0) return null
  return (
    <Alert
      type="error"
      showIcon
      title={say({ zh: '这些地方对不上（共 {n} 处）', en: 'These do not add up ({n} in all)' }, { n: format.count(check.broken) })}
      description={
        <ul className="rg-audit-breaks">
          {check.breaks.slice(0, 20).map(({ kind, seq, entryId, at }) => (
            <li key={`${kind} ${seq} ${entryId}`}>
              {seq === null ? '' : `#${seq} `}
              {at === null ? '' : `${format.dateTime(at)} `}
              {say(breakWords[kind] ?? { zh: kind, en: kind })}
              {entryId === null ? '' : ` (${entryId})`}
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Unprotected({ state }: { readonly state: State }) {
  const say = useSay()
  return (
    <Alert
      type="warning"
      showIcon
      title={say({ zh: '审计还没有防篡改保护', en: 'The audit is not protected yet' })}
      description={
        <>
          <p>
            {state.holes.includes('superuser')
              ? say(
                  {
                    zh: '程序以数据库超级用户 {role} 登录，它什么都能改。请为程序另建一个普通账户，再由管理员执行下面的 SQL。改动仍能由链发现，但不能阻止。',
                    en: 'The program signs in as {role}, a superuser of the database, who can change anything. Give the program a plain role, then have an administrator run the SQL below. Changes are found by the chain, but not prevented.',
                  },
                  { role: state.role },
                )
              : say(
                  {
                    zh: '数据库账户 {role} 还能改动和删除审计记录。请数据库管理员以超级用户执行下面的 SQL（可重复执行）。改动仍能由链发现，但不能阻止。',
                    en: 'The database role {role} could still change and remove entries. Have the administrator of the database run the SQL below as a superuser (it may be run again). Changes are found by the chain, but not prevented.',
                  },
                  { role: state.role },
                )}
          </p>
          <pre className="rg-audit-sql" tabIndex={0} aria-label={say({ zh: '要执行的 SQL', en: 'The SQL to run' })}>
            {state.statements}
          </pre>
        </>
      }
    />
  )
}

function More({ state }: { readonly state: State }) {
  const say = useSay()
  const format = useFormat()
  return (
    <>
      {state.newest ? (
        <p>
          {say(
            { zh: '第 {n} 条，{when}：', en: 'Entry {n}, {when}: ' },
            { n: format.count(state.newest.seq), when: format.dateTime(state.newest.at) },
          )}
          <span className="rg-audit-hash">{state.newest.hash}</span>
          <br />
          <span className="rg-audit-more">
            {say({
              zh: '它随数据文件夹和备份一起保存在数据库之外。抄下来，日后就能证明此前的记录没有被改动。',
              en: 'It is kept outside the database, in the data folder and in backups. Write it down, and you can prove later that nothing before it was changed.',
            })}
          </span>
        </p>
      ) : null}
      <Plan state={state} />
      {state.gone > 0 ? (
        <p className="rg-audit-more">
          {say({ zh: '已有 {n} 条到期清除。', en: '{n} {n|entry|entries} went by age.' }, { n: format.count(state.gone) })}
        </p>
      ) : null}
    </>
  )
}

function Plan({ state }: { readonly state: State }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const save = useAct(saveAuditPlan)
  return (
    <Form
      layout="inline"
      className="rg-audit-plan"
      initialValues={{ keepDays: state.keepDays, usualRecords: state.usualRecords }}
      onFinish={(plan: { keepDays: number; usualRecords: number }) =>
        save.mutate(plan, {
          onSuccess: () => void message.success(say({ zh: '已保存', en: 'Saved' })),
          onError: (error) => void message.error(sayProblem(error)),
        })
      }
    >
      <Form.Item name="keepDays" label={say({ zh: '保留天数（至少 180）', en: 'Kept for days (180 at least)' })}>
        <InputNumber min={leastKeepDays} max={36_500} precision={0} />
      </Form.Item>
      <Form.Item name="usualRecords" label={say({ zh: '新人每小时通常查看（条）', en: 'Usual records an hour for newcomers' })}>
        <InputNumber min={10} max={1_000_000} precision={0} />
      </Form.Item>
      <Button htmlType="submit" loading={save.isPending}>
        {say({ zh: '保存', en: 'Save' })}
      </Button>
    </Form>
  )
}
