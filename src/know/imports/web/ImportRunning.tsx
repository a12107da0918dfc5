import { App, Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { useAct } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Progress } from '../../../ui/Progress.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { pauseImport, startImport, stopImport } from '../actions.ts'
import type { ImportAnswer } from './import-answers.ts'
import { BroughtFigures } from './BroughtFigures.tsx'

type Props = { readonly answer: ImportAnswer; readonly back: { readonly to: string; readonly label: Words } }

/** The work under way: how far, how fast, and a way to stop it. */
export function ImportRunning({ answer, back }: Props) {
  const undoing = answer.state === 'undoing'
  return (
    <Page
      back={back}
      title={undoing ? { zh: '正在撤销导入', en: 'Undoing the import' } : { zh: '正在导入，到哪一步了？', en: 'How far is the import?' }}
      answer={<RunningAnswer answer={answer} />}
    >
      <Section>{undoing ? <UndoProgress answer={answer} /> : <RunProgress answer={answer} />}</Section>
      {undoing ? null : <BroughtFigures counts={answer.counts} kind={answer.kind} asOf={null} />}
    </Page>
  )
}

function RunningAnswer({ answer }: { readonly answer: ImportAnswer }) {
  const format = useFormat()
  if (answer.state === 'settling')
    return (
      <Sentence
        words={{
          zh: '“{name}”的每一行都已读完，正在更新客户的指标、阶段与细分。',
          en: 'Every row of “{name}” has been read; metrics, stages and segments are being brought up to date.',
        }}
        parts={{ name: answer.name }}
      />
    )
  const left = answer.rate ? Math.max(0, answer.rowsExpected - answer.rowsDone) / answer.rate : null
  if (left === null || answer.state !== 'running')
    return <Sentence words={{ zh: '文件“{name}”。', en: 'The file is “{name}”.' }} parts={{ name: answer.name }} />
  return (
    <Sentence
      words={{
        zh: '“{name}”：每秒 {rate} 行，大约还要 {left} 秒。',
        en: '“{name}”: {rate} rows a second, about {left} {left|second|seconds} to go.',
      }}
      parts={{ name: answer.name, rate: format.count(answer.rate), left: format.count(Math.ceil(left)) }}
    />
  )
}

function RunProgress({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const stop = useAct(stopImport)
  const pause = useAct(pauseImport)
  const stoppable = answer.state === 'running' || answer.state === 'waiting'
  const tell = { onError: (error: Error) => void message.error(sayProblem(error)) }
  return (
    <Progress
      label={say(phaseWords(answer.state))}
      done={answer.rowsDone}
      total={Math.max(answer.rowsExpected, answer.rowsDone)}
      stopping={stop.isPending || answer.state === 'stopping'}
      {...(stoppable ? { onStop: () => stop.mutate({ id: answer.id }, tell) } : {})}
      actions={
        stoppable ? (
          <Button size="small" loading={pause.isPending} onClick={() => pause.mutate({ id: answer.id }, tell)}>
            {say({ zh: '暂停', en: 'Pause' })}
          </Button>
        ) : null
      }
    />
  )
}

/** At rest, until somebody lets it go on. */
export function PausedImport({ answer, back }: Props) {
  const say = useSay()
  const format = useFormat()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const start = useAct(startImport)
  const stop = useAct(stopImport)
  const tell = { onError: (error: Error) => void message.error(sayProblem(error)) }
  return (
    <Page
      back={back}
      title={{ zh: '导入已暂停', en: 'The import is paused' }}
      answer={
        <Sentence
          words={{
            zh: '“{name}”已导入 {done} 行，继续时从这里接着做；也可以停下来，再决定要不要撤销。',
            en: '{done} {done|row|rows} of “{name}” are in; it goes on from there, or can be stopped and undone.',
          }}
          parts={{ name: answer.name, done: format.count(answer.rowsDone) }}
        />
      }
      actions={
        <>
          <Button type="primary" loading={start.isPending} onClick={() => start.mutate({ id: answer.id }, tell)}>
            {say({ zh: '继续导入', en: 'Go on' })}
          </Button>
          <Button loading={stop.isPending} onClick={() => stop.mutate({ id: answer.id }, tell)}>
            {say({ zh: '停止', en: 'Stop' })}
          </Button>
        </>
      }
    >
      <BroughtFigures counts={answer.counts} kind={answer.kind} asOf={null} />
    </Page>
  )
}

function phaseWords(state: ImportAnswer['state']): Words {
  if (state === 'waiting') return { zh: '排队中，轮到时就开始', en: 'Waiting for its turn' }
  if (state === 'stopping') return { zh: '正在停下', en: 'Stopping' }
  if (state === 'settling') return { zh: '更新指标与阶段', en: 'Updating metrics and stages' }
  return { zh: '已读取的行', en: 'Rows read' }
}

function UndoProgress({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  return <Progress label={say({ zh: '已撤回', en: 'Taken back' })} done={answer.undo?.done ?? 0} total={answer.undo?.of ?? null} />
}
