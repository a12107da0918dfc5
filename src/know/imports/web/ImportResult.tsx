import { Alert, App, Button } from 'antd'
import type { Words } from '../../../core/kit/words.ts'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useGo } from '../../../ui/address.tsx'
import { useAct } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import { useConfirm } from '../../../ui/use-confirm.ts'
import { startImport, undoImport } from '../actions.ts'
import type { ImportState } from '../import.ts'
import { BroughtFigures } from './BroughtFigures.tsx'
import type { ImportAnswer } from './import-answers.ts'
import { RefusedRows } from './RefusedRows.tsx'
import { SharedPhones } from './SharedPhones.tsx'
import { partsOfCounts } from './said-counts.ts'

type Props = { readonly answer: ImportAnswer; readonly back: { readonly to: string; readonly label: Words } }

const titles: Partial<Record<ImportState, Words>> = {
  done: { zh: '导入带来了什么？', en: 'What did the import bring?' },
  stopped: { zh: '导入停在了哪里？', en: 'Where did the import stop?' },
  failed: { zh: '导入为什么中断？', en: 'Why did the import fail?' },
  undone: { zh: '撤销了哪些内容？', en: 'What was taken back?' },
}

/** What an import brought, or what its undoing took back. */
export function ImportResult({ answer, back }: Props) {
  const say = useSay()
  const undone = answer.state === 'undone'
  return (
    <Page
      back={back}
      title={titles[answer.state] ?? { zh: '导入', en: 'Import' }}
      answer={undone ? <UndoneAnswer answer={answer} /> : <BroughtAnswer answer={answer} />}
      actions={undone ? <NextFile /> : <ResultActions answer={answer} />}
    >
      {answer.failure ? <Alert type="error" showIcon title={say(answer.failure)} className="rg-drop-failure" /> : null}
      {undone ? (
        <Stayed answer={answer} />
      ) : (
        <BroughtFigures counts={answer.counts} kind={answer.kind} asOf={new Date(answer.endedAt ?? answer.createdAt)} />
      )}
      {undone ? null : <SharedPhones counts={answer.counts} />}
      {answer.refusals.length > 0 && !undone ? (
        <Section
          title={{ zh: '被拒绝的行', en: 'Refused rows' }}
          note={<RefusedNote answer={answer} />}
          actions={<DownloadLink id={answer.id} />}
        >
          <RefusedRows refusals={answer.refusals} />
        </Section>
      ) : null}
    </Page>
  )
}

function RefusedNote({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  const format = useFormat()
  const n = format.count(answer.counts.refused)
  const shown = format.count(answer.refusals.length)
  if (answer.counts.refused <= answer.refusals.length)
    return (
      <>
        {say(
          {
            zh: '共 {n} 行。下载后改好，再导入一次即可。',
            en: '{n} {n|row|rows}. Download and correct {n|it|them}, then import that file.',
          },
          { n },
        )}
      </>
    )
  return (
    <>
      {say(
        {
          zh: '共 {n} 行，这里是前 {shown} 行；下载的文件里是全部。',
          en: '{n} rows; the first {shown} are shown, the download holds all.',
        },
        { n, shown },
      )}
    </>
  )
}

function DownloadLink({ id }: { readonly id: string }) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <span className="rg-import-downloads">
      <Button size="small" href={`/api/imports/${id}/refusals.csv?language=${language}`} download>
        {say({ zh: '下载被拒绝的行', en: 'Download them' })}
      </Button>
      <Button size="small" href={`/api/imports/${id}/refusals.xlsx?language=${language}`} download>
        {say({ zh: '下载为 Excel', en: 'Download for Excel' })}
      </Button>
    </span>
  )
}

function BroughtAnswer({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  const format = useFormat()
  const parts = partsOfCounts(answer.counts).map(({ n, words }) => say(words, { n: format.count(n) }))
  const brought = parts.length > 0 ? parts.join(say({ zh: '，', en: ', ' })) : say({ zh: '没有新内容', en: 'nothing new' })
  const values = { name: answer.name, rows: format.count(answer.rowsDone), brought, when: format.dateTime(answer.endedAt) }
  if (answer.state === 'done')
    return (
      <Sentence words={{ zh: '“{name}”的 {rows} 行：{brought}。', en: '{rows} {rows|row|rows} of “{name}”: {brought}.' }} parts={values} />
    )
  return (
    <Sentence
      words={{
        zh: '“{name}”读到第 {rows} 行：{brought}。可以接着导入，也可以撤销。',
        en: '“{name}” was read up to row {rows}: {brought}. Go on with it, or undo it.',
      }}
      parts={values}
    />
  )
}

function UndoneAnswer({ answer }: { readonly answer: ImportAnswer }) {
  const format = useFormat()
  const undone = answer.undone
  if (!undone) return <Sentence words={{ zh: '“{name}”已撤销。', en: '“{name}” was undone.' }} parts={{ name: answer.name }} />
  return (
    <Sentence
      words={{
        zh: '“{name}”已撤销：移除客户 {customers} 位、消费与退款 {purchases} 笔，恢复资料 {restored} 位。',
        en: '“{name}” was undone: {customers} {customers|customer|customers} and {purchases} {purchases|purchase or refund|purchases and refunds} removed, {restored} {restored|customer|customers} put back as before.',
      }}
      parts={{
        name: answer.name,
        customers: format.count(undone.customersRemoved),
        purchases: format.count(undone.purchasesRemoved),
        restored: format.count(undone.customersRestored),
      }}
    />
  )
}

/** Customers that stayed, because something else has happened to them since. */
function Stayed({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  const format = useFormat()
  const stayed = answer.undone
  if (!stayed || stayed.stayed === 0) return null
  return (
    <Section
      title={{ zh: '留下的客户', en: 'Customers that stayed' }}
      note={say(
        {
          zh: '有 {n} 位客户由这次导入建立，之后又有了别的往来，所以保留。',
          en: '{n} {n|customer|customers} came with this import and stayed, because something else has happened to {n|it|them} since.',
        },
        { n: format.count(stayed.stayed) },
      )}
    >
      <ul>
        {stayed.stayedExamples.map((one) => (
          <li key={one.id}>
            <CustomerLink id={one.id} name={one.name} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function NextFile() {
  const say = useSay()
  const go = useGo()
  return (
    <Button type="primary" onClick={() => go('/import')}>
      {say({ zh: '导入另一个文件', en: 'Import another file' })}
    </Button>
  )
}

function ResultActions({ answer }: { readonly answer: ImportAnswer }) {
  const say = useSay()
  const format = useFormat()
  const go = useGo()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const undo = useAct(undoImport)
  const start = useAct(startImport)
  const onError = (error: Error) => void message.error(sayProblem(error))
  const askUndo = () =>
    confirm({
      title: { zh: '撤销整个导入？', en: 'Undo the whole import?' },
      content: say(
        {
          zh: '将移除它新建的 {customers} 位客户和 {purchases} 笔消费与退款，并恢复它改过的 {updated} 位客户的资料。之后又有别的往来的客户会保留。',
          en: 'This removes the {customers} {customers|customer|customers} and {purchases} {purchases|purchase or refund|purchases and refunds} it made, and puts back the {updated} {updated|customer|customers} it changed. Customers to whom something else has happened since stay.',
        },
        {
          customers: format.count(answer.counts.customersNew),
          purchases: format.count(answer.counts.purchasesNew + answer.counts.refundsNew),
          updated: format.count(answer.counts.customersUpdated),
        },
      ),
      ok: { zh: '撤销导入', en: 'Undo the import' },
      cancel: { zh: '不撤销', en: 'Keep it' },
      danger: true,
      run: async () => void (await undo.mutateAsync({ id: answer.id })),
    })
  return (
    <>
      {answer.state === 'done' ? (
        <Button type="primary" onClick={() => go('/customers')}>
          {say({ zh: '查看客户', en: 'See the customers' })}
        </Button>
      ) : (
        <Button type="primary" loading={start.isPending} onClick={() => start.mutate({ id: answer.id }, { onError })}>
          {say({ zh: '接着导入', en: 'Go on' })}
        </Button>
      )}
      <Button danger onClick={askUndo} loading={undo.isPending}>
        {say({ zh: '撤销整个导入', en: 'Undo the import' })}
      </Button>
    </>
  )
}
