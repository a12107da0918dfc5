import { App, Button } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import { isUnderWay } from '../../../core/kit/work-state.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAct, useAsk, useAskAnewAfter } from '../../../ui/data.tsx'
import { Explain } from '../../../ui/Explain.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page } from '../../../ui/Page.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty, useSayProblem } from '../../../ui/States.tsx'
import { makePredictions, readLedger, readPredictions } from '../actions.ts'
import { gradeKey, predictionsSearch } from '../predictions-address.ts'
import { GradeSections } from './GradeSections.tsx'
import { GradeTable } from './GradeTable.tsx'
import { ExpectedFigures } from './ExpectedFigures.tsx'
import { MakingState } from './MakingState.tsx'
import { ModelSection } from './ModelSection.tsx'
import { PredictionSettings } from './PredictionSettings.tsx'
import { Waiting } from './Waiting.tsx'
import './predictions.css'

type Now = ReplyOf<typeof readPredictions>
type Grade = ReplyOf<typeof readLedger>['grades'][number]

/** The record of predictions: how right they were, against what would have been plainer, and what they rest on. */
export function PredictionsPage() {
  const say = useSay()
  const first = useAsk(readPredictions, {})
  const now = useAsk(readPredictions, {}, { every: isUnderWay(first.data?.work ?? null) ? 1_000 : false })
  const mayLook = useMayDo(readLedger)
  const ledger = useAsk(readLedger, {}, { when: mayLook })
  const [{ grade: chosen }, setSearch] = useSearchState(predictionsSearch)
  const grades = ledger.data?.grades ?? []
  const grade = grades.find((one) => gradeKey(one) === chosen) ?? grades[0]
  useAskAnewAfter(now.data && (now.data.set?.madeAt ?? null))
  return (
    <Page
      title={{ zh: '我们猜得准吗？', en: 'How right were we?' }}
      answer={now.data ? <Answer now={now.data} grade={grade} /> : null}
      actions={now.data ? <MakeButton now={now.data} /> : null}
    >
      <Answered of={now}>
        {(known) => (
          <>
            <MakingState work={known.work} />
            {known.set === null ? (
              <NothingYet now={known} />
            ) : (
              <>
                {known.set.withdrawn ? (
                  <p className="rg-withdrawn" role="status">
                    {say(known.set.withdrawn.words)}
                  </p>
                ) : null}
                <ExpectedFigures now={known} />
                {grade ? <GradeSections grade={grade} /> : mayLook ? <NoGradeYet /> : null}
                {grades.length > 0 ? (
                  <GradeTable
                    grades={grades}
                    chosen={grade ? gradeKey(grade) : ''}
                    onChoose={(key) => setSearch({ grade: key, group: undefined })}
                  />
                ) : null}
                {ledger.data ? <Waiting waiting={ledger.data.waiting} /> : null}
                <ModelSection set={known.set} />
              </>
            )}
            <PredictionSettings settings={known.settings} next={known.next} />
          </>
        )}
      </Answered>
    </Page>
  )
}

function Answer({ now, grade }: { readonly now: Now; readonly grade: Grade | undefined }) {
  const say = useSay()
  const format = useFormat()
  if (!now.set || now.set.customers === 0) return null
  if (!grade) return <>{say(now.set.words)}</>
  const { model, rate, came } = grade.grade.purchases
  const off = model.bias ?? 0
  const start = grade.trial
    ? say(
        { zh: '还没有预测到期，先拿过去的 {days} 天试一次：', en: 'No prediction has come due yet; tried on the past {days} days: ' },
        { days: grade.horizon },
      )
    : say({ zh: '最近到期的 {days} 天预测：', en: 'The {days}-day predictions that came due last: ' }, { days: grade.horizon })
  return (
    <>
      {start}
      {say({ zh: '预计 ', en: 'expected ' })}
      <strong>{format.count(Math.round(model.forecast))}</strong>
      {say({ zh: ' 次消费，来了 ', en: ' purchases, and ' })}
      <strong>
        <Explain
          name={{ zh: '到期后的实际消费', en: 'What came' }}
          definition={{
            zh: '预测时记下的每位客户，在期限内有几个消费日（同一天多笔算一次），加起来。之后才第一次消费的客户不在内。',
            en: 'For every customer in the record, on how many days within the time they bought (several purchases of a day count once), added up. Those who bought for the first time later are not among them.',
          }}
          asOf={grade.gradedAt}
          rows={grade.grade.customers}
        >
          {format.count(came)}
        </Explain>
      </strong>
      {Math.abs(off) < 0.005
        ? say({ zh: ' 次，几乎不差。', en: ' came: almost exactly right. ' })
        : say(
            off > 0
              ? { zh: ' 次，高估 {off}。', en: ' came: {off} too many. ' }
              : { zh: ' 次，低估 {off}。', en: ' came: {off} too few. ' },
            { off: format.percent(Math.abs(off), 0) },
          )}
      {say(againstWords[grade.grade.verdict], { model: format.number(model.mae, 2), rate: format.number(rate.mae, 2) })}
    </>
  )
}

const againstWords = {
  better: {
    zh: '平均每位客户差 {model} 次，比照搬过去的频率（差 {rate} 次）准。',
    en: 'Off by {model} a customer on average; carrying on the past rate is off by {rate}.',
  },
  same: {
    zh: '平均每位客户差 {model} 次，和照搬过去的频率（差 {rate} 次）分不出高下。',
    en: 'Off by {model} a customer on average; carrying on the past rate ({rate}) is neither clearly better nor worse.',
  },
  worse: {
    zh: '平均每位客户差 {model} 次，不如照搬过去的频率（差 {rate} 次）。',
    en: 'Off by {model} a customer on average: worse than carrying on the past rate ({rate}).',
  },
}

function MakeButton({ now }: { readonly now: Now }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const make = useAct(makePredictions)
  if (!useMayDo(makePredictions)) return null
  return (
    <Button
      loading={make.isPending}
      disabled={isUnderWay(now.work)}
      onClick={() => make.mutate({}, { onError: (error) => void message.error(sayProblem(error)) })}
    >
      {say({ zh: '重新预测', en: 'Predict anew' })}
    </Button>
  )
}

function NothingYet({ now }: { readonly now: Now }) {
  if (isUnderWay(now.work)) return null
  return (
    <Empty
      title={{ zh: '还没有预测', en: 'No predictions yet' }}
      hint={{
        zh: '有了消费记录，常客会自动预测每位客户今后的消费，并在到期后给自己打分。',
        en: 'Once there are purchases, every customer’s future purchases are predicted by themselves, and graded when their time has come.',
      }}
      next={{ label: { zh: '从文件导入', en: 'Import a file' }, to: '/import' }}
    />
  )
}

function NoGradeYet() {
  return (
    <Empty
      small
      title={{ zh: '还没有到期的预测', en: 'Nothing has come due yet' }}
      hint={{
        zh: '历史还太短，不能拿过去试。第一批预测满 30 天后，这里会给出评分。',
        en: 'History is too short to try it on the past. The first grade stands here when the first predictions are 30 days old.',
      }}
    />
  )
}
