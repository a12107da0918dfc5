import { App, Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Missing } from '../../../ui/Missing.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Empty, useSayProblem } from '../../../ui/States.tsx'
import { startDrill } from '../actions.ts'
import { type Backups, isOpen } from './backups-answer.ts'

type Run = Backups['runs'][number]

/** What was looked at, as a sentence with how many. */
const checkWords: Readonly<Record<string, Words>> = {
  counts: { zh: '{n} 张表的行数与备份时一致', en: 'rows of {n} tables as they were' },
  sums: { zh: '{n} 张表的合计与备份时一致', en: 'sums of {n} tables as they were' },
  heads: { zh: '{n} 位客户的事实编号没有缺口', en: 'facts of {n} customers without a gap' },
  owners: { zh: '{n} 个身份都有主人', en: '{n} identities with their owners' },
  lines: { zh: '{n} 条明细都有订单', en: '{n} lines with their purchases' },
  money: { zh: '{n} 位客户的指标与消费一致', en: 'metrics of {n} customers agree with their purchases' },
  audit: { zh: '审计链 {n} 环完整', en: '{n} links of the audit chain whole' },
  keys: { zh: '{n} 位客户的密钥都在', en: 'keys of {n} persons there' },
}

/** Restores that were tried: what was checked and how long it took. */
export function DrillSection({ backups }: { readonly backups: Backups }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const start = useAct(startDrill)
  const drills = backups.runs.filter((run) => run.kind === 'drill' && !isOpen(run)).slice(0, 6)
  return (
    <Section
      title={{ zh: '恢复演练', en: 'Restore drills' }}
      note={say({
        zh: '每月自动把最近的备份恢复到一个临时数据库，逐项核对，然后删除。不影响正在使用的数据。',
        en: 'Every month the newest backup is brought back into a database of its own, compared and taken away again. The data in use is not touched.',
      })}
      actions={
        <>
          <Missing
            what={
              backups.copies.length === 0
                ? { zh: '有了备份才能演练', en: 'Waits for the first backup' }
                : backups.runs.some(isOpen)
                  ? { zh: '等正在进行的结束', en: 'Waits for what is going on' }
                  : null
            }
          />
          <Button
            size="small"
            disabled={backups.copies.length === 0 || backups.runs.some(isOpen)}
            loading={start.isPending}
            onClick={() => start.mutate({}, { onError: (error) => void message.error(sayProblem(error)) })}
          >
            {say({ zh: '现在演练', en: 'Run one now' })}
          </Button>
        </>
      }
    >
      {drills.length === 0 ? (
        <Empty
          small
          title={{ zh: '还没有演练过', en: 'None yet' }}
          hint={{
            zh: '没有试过的备份不算数。第一次自动备份后会自动演练。',
            en: 'A backup that was never tried is none. The first drill follows the first scheduled backup.',
          }}
        />
      ) : (
        <ul className="rg-backups-runs">
          {drills.map((run) => (
            <Drill key={run.id} run={run} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Drill({ run }: { readonly run: Run }) {
  const say = useSay()
  const format = useFormat()
  const { drill } = run
  const state = run.state === 'stopped' ? 'stopped' : drill?.isGood ? 'good' : 'failed'
  const words = { good: { zh: '通过', en: 'Passed' }, failed: { zh: '没有通过', en: 'Failed' }, stopped: { zh: '已停止', en: 'Stopped' } }[
    state
  ]
  return (
    <li>
      <Badge tone={state === 'good' ? 'good' : state === 'failed' ? 'danger' : 'neutral'}>{say(words)}</Badge>{' '}
      {format.dateTime(run.endedAt ?? run.madeAt)}
      {drill ? (
        <>
          <span className="rg-backups-quiet">
            {' · '}
            {say(
              {
                zh: '{taken} 的备份，{rows} 行、{files} 个文件，用时 {seconds} 秒',
                en: 'the backup of {taken}: {rows} rows and {files} files in {seconds} s',
              },
              {
                taken: format.dateTime(drill.takenAt),
                rows: format.count(drill.rows),
                files: format.count(drill.files),
                seconds: format.number(drill.seconds, 1),
              },
            )}
          </span>
          {drill.how === 'reading' ? (
            <p className="rg-backups-quiet">
              {say({
                zh: '这个数据库账户不能新建数据库，所以只是把备份逐行读到底、逐行数过，没有真的恢复。给账户 CREATEDB 权限后会真正演练。',
                en: 'This database role may not make databases, so the backup was read and counted to the last row, and not really brought back. Give the role CREATEDB for a real drill.',
              })}
            </p>
          ) : null}
          <ul className="rg-backups-checks">
            {drill.checks.map((check) => (
              <li key={check.name} className={check.wrong > 0 ? 'rg-worse' : undefined}>
                <span aria-hidden="true">{check.wrong > 0 ? '✗' : '✓'}</span>{' '}
                {say(checkWords[check.name] ?? { zh: '{n} 项', en: '{n}' }, { n: format.count(check.looked) })}
                {check.wrong > 0 ? say({ zh: '：{n} 处不对', en: ': {n} wrong' }, { n: format.count(check.wrong) }) : ''}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {run.failure && state === 'failed' ? <p className="rg-worse">{say(run.failure)}</p> : null}
    </li>
  )
}
