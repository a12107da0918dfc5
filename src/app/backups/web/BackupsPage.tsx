import { App, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskAnew } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, useSayProblem } from '../../../ui/States.tsx'
import { readBackups, startBackup } from '../actions.ts'
import { type Backups, isOpen } from './backups-answer.ts'
import { BackupKey } from './BackupKey.tsx'
import { BackupList } from './BackupList.tsx'
import './backups.css'
import { DrillSection } from './DrillSection.tsx'
import { RestoreWords } from './RestoreWords.tsx'
import { RunProgress } from './RunProgress.tsx'
import { ScheduleSection } from './ScheduleSection.tsx'
import { TargetSection } from './TargetSection.tsx'

/** Could everything be brought back, from where, and when was that last tried? */
export function BackupsPage() {
  const say = useSay()
  const { message } = App.useApp()
  const sayProblem = useSayProblem()
  const asked = useAsk(readBackups, {}, { every: 3_000 })
  const start = useAct(startBackup)
  const open = asked.data?.runs.find(isOpen)
  useFreshList(open?.id)
  return (
    <Page
      title={{ zh: '数据丢了，能找回来吗？', en: 'Could we get everything back?' }}
      answer={asked.data ? <Answer backups={asked.data} /> : null}
      actions={
        <>
          <GoLink to="/doctor" className="rg-link">
            {say({ zh: '系统体检', en: 'Doctor' })}
          </GoLink>
          <Button
            type="primary"
            disabled={asked.data === undefined || open !== undefined}
            loading={start.isPending}
            onClick={() => start.mutate({}, { onError: (error) => void message.error(sayProblem(error)) })}
          >
            {say({ zh: '立即备份', en: 'Back up now' })}
          </Button>
        </>
      }
    >
      <Answered of={asked} rows={8}>
        {(backups) => (
          <>
            {open ? <RunProgress run={open} /> : null}
            <BackupKey backups={backups} />
            <BackupList backups={backups} />
            <DrillSection backups={backups} />
            <ScheduleSection backups={backups} />
            <TargetSection backups={backups} />
            <RestoreWords backups={backups} />
          </>
        )}
      </Answered>
    </Page>
  )
}

/** When a run has come to its end, everything on screen is asked anew. */
function useFreshList(open: string | undefined): void {
  const askAnew = useAskAnew()
  const before = useRef(open)
  useEffect(() => {
    if (before.current !== undefined && open === undefined) askAnew()
    before.current = open
  }, [open, askAnew])
}

function Answer({ backups: { copies, runs } }: { readonly backups: Backups }) {
  const format = useFormat()
  const newest = copies[0]
  const drill = runs.find((run) => run.kind === 'drill' && run.drill !== null)
  if (!newest)
    return (
      <Sentence
        words={{
          zh: '还没有备份。现在做一个，只要几秒到几分钟。',
          en: 'There is no backup yet. Make one now; it takes seconds to minutes.',
        }}
      />
    )
  const made = { when: format.relative(newest.takenAt), n: format.count(copies.length) }
  if (!drill?.drill)
    return (
      <Sentence
        words={{
          zh: '最近一次备份在{when}，共存有 {n} 个；还没有试过恢复。',
          en: 'The newest backup was made {when}, and {n} {n|is|are} kept. None has been tried yet.',
        }}
        parts={made}
      />
    )
  if (drill.drill.isGood && drill.drill.how === 'reading')
    return (
      <Sentence
        words={{
          zh: '最近一次备份在{when}，共存有 {n} 个；{tried}逐行读到底，全部读得出来。',
          en: 'The newest backup was made {when}, and {n} {n|is|are} kept; {tried} one was read to its last row, and all of it can be read.',
        }}
        parts={{ ...made, tried: format.relative(drill.endedAt) }}
      />
    )
  return drill.drill.isGood ? (
    <Sentence
      words={{
        zh: '能。最近一次备份在{when}，共存有 {n} 个；{tried}试着恢复过，全部对得上。',
        en: 'Yes. The newest backup was made {when}, and {n} {n|is|are} kept; {tried} one was brought back for a try, and all of it agreed.',
      }}
      parts={{ ...made, tried: format.relative(drill.endedAt) }}
    />
  ) : (
    <Sentence
      words={{
        zh: '没有把握：{tried}试着恢复，没有通过。请马上做一个新备份再试。',
        en: 'Not for sure: a try {tried} failed. Make a new backup at once and try again.',
      }}
      parts={{ tried: format.relative(drill.endedAt) }}
    />
  )
}
