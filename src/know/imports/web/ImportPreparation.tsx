import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Words } from '../../../core/kit/words.ts'
import { GoLink } from '../../../ui/address.tsx'
import { useAct, useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { Sentence } from '../../../ui/Sentence.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import { ErrorState, Loading, useSayProblem } from '../../../ui/States.tsx'
import { dryRunImport, inspectImport, startImport } from '../actions.ts'
import type { Inspection } from '../import.ts'
import { type Draft, draftOf } from './column-choices.ts'
import { ColumnsMap } from './ColumnsMap.tsx'
import { DryRunResult } from './DryRunResult.tsx'
import { isCustomerKind } from '../targets.ts'
import { FileChoices } from './FileChoices.tsx'
import { FindChoices } from './FindChoices.tsx'
import { encodingWords, kindWords } from './import-words.ts'
import type { ImportAnswer } from './import-answers.ts'
import { ImportOptions } from './ImportOptions.tsx'
import { SaveMapping } from './MappingChoice.tsx'

type Props = { readonly answer: ImportAnswer; readonly back: { readonly to: string; readonly label: Words } }
type Layout = {
  readonly [name in 'encoding' | 'delimiter' | 'sheet' | 'joinedSheets' | 'headerRow' | 'kind']?: Draft[name] | undefined
} & {
  readonly mapping?: string | undefined
}
/** What a dry run said, and when. */
type DryRun = { readonly result: ReplyOf<typeof dryRunImport>; readonly at: Date }

/** Before an import: how the file is read, which column is what, and a dry run that says what would happen. */
export function ImportPreparation({ answer, back }: Props) {
  const [layout, setLayout] = useState<Layout | null>(null)
  const asked = useAsk(
    inspectImport,
    { id: answer.id, ...layoutInput(layout) },
    { keep: true, when: layout !== null || answer.inspection === null },
  )
  const found = asked.data ?? answer.inspection
  return (
    <Page
      back={back}
      title={{ zh: '这个文件里是什么？', en: 'What is in this file?' }}
      answer={found ? <FoundAnswer name={answer.name} found={found} /> : null}
    >
      {answer.sameFile ? <SameFile file={answer.sameFile} /> : null}
      {asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : null}
      {found ? (
        <Prepare key={keyOf(found)} id={answer.id} found={found} onLayout={setLayout} reading={asked.isFetching} />
      ) : asked.error ? null : (
        <Loading rows={8} />
      )}
    </Page>
  )
}

/** The very same file has been imported before. Nothing comes twice by that, but it may be a mistake. */
function SameFile({ file }: { readonly file: NonNullable<ImportAnswer['sameFile']> }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Alert
      type="info"
      showIcon
      className="rg-drop-failure"
      title={say(
        {
          zh: '内容相同的文件已在 {when} 导入过（“{name}”）。再导入一次不会重复计算。',
          en: 'A file with the same contents was imported on {when} (“{name}”). Importing it again counts nothing twice.',
        },
        { when: format.dateTime(file.at), name: file.name },
      )}
      action={<GoLink to={`/import/${file.id}`}>{say({ zh: '查看那次导入', en: 'See that import' })}</GoLink>}
    />
  )
}

/** Another reading of the file begins with its own guesses. */
const keyOf = ({ encoding, delimiter, kind, sheet, joinedSheets, headerRow, mapping }: Inspection) =>
  [encoding, delimiter, kind, sheet, joinedSheets, headerRow, mapping?.id].join(' ')

/** Of a text there is no sheet to ask for. */
function layoutInput(layout: Layout | null) {
  const { sheet, joinedSheets, ...rest } = layout ?? {}
  if (sheet === null || sheet === undefined) return rest
  return { ...rest, sheet, ...(joinedSheets ? { joinedSheets: joinedSheets.join(',') } : {}) }
}

/** The sheet of a workbook, or how a text is encoded. */
function formOf({ sheets, sheet, joinedSheets, encoding }: Inspection, say: ReturnType<typeof useSay>): string {
  const chosen = sheet === null ? undefined : sheets[sheet]
  const more = joinedSheets.length
  return chosen
    ? say(
        more > 0
          ? { zh: '工作表“{sheet}”和另外 {more} 张', en: 'sheet “{sheet}” and {more} {more|other|others}' }
          : { zh: '工作表“{sheet}”', en: 'sheet “{sheet}”' },
        { sheet: chosen.name, more },
      )
    : say({ zh: '编码 {encoding}', en: 'encoded as {encoding}' }, { encoding: encodingWords[encoding] })
}

function FoundAnswer({ name, found }: { readonly name: string; readonly found: Inspection }) {
  const say = useSay()
  const format = useFormat()
  const parts = {
    name,
    kind: say(kindWords[found.kind].label).toLowerCase(),
    rows: format.count(found.rowsExpected),
    columns: format.count(found.header.length),
    form: formOf(found, say),
  }
  const words: Words = {
    zh: '“{name}”看起来是{kind}：{rows} 行、{columns} 列，{form}。',
    en: '“{name}” looks like {kind}: {rows} {rows|row|rows}, {columns} {columns|column|columns}, {form}.',
  }
  return <Sentence words={words} parts={parts} />
}

type PrepareProps = {
  readonly id: string
  readonly found: Inspection
  readonly onLayout: (layout: Layout) => void
  readonly reading: boolean
}

function Prepare({ id, found, onLayout, reading }: PrepareProps) {
  const say = useSay()
  const { timeZone } = useShop()
  const [draft, setDraft] = useState<Draft>(() => draftOf(found, { createCustomers: true, wakeJourneys: false }))
  const [tried, setTried] = useState<DryRun | null>(null)
  const readAs = draft.mapping === null ? { kind: draft.kind, mapping: 'none' } : { mapping: draft.mapping }
  const change = (patch: Partial<Draft>) => {
    setTried(null)
    setDraft({ ...draft, ...patch })
  }
  const changeLayout = (patch: Partial<Layout>) => {
    const { encoding, delimiter, sheet, joinedSheets } = draft
    // Another kind asks for another mapping, and a mapping brings its kind.
    const form = patch.kind || patch.mapping ? { kind: patch.mapping === 'none' ? draft.kind : undefined } : readAs
    onLayout({ encoding, delimiter, sheet, joinedSheets, ...form, ...patch })
  }
  return (
    <>
      {found.warnings.map((warning) => (
        <Alert key={warning.en} type="warning" showIcon title={say(warning)} className="rg-drop-failure" />
      ))}
      <Section title={{ zh: '一、文件怎么读', en: '1. How the file is read' }}>
        <FileChoices
          found={found}
          draft={draft}
          onLayout={changeLayout}
          onDateOrder={(dateOrder) => change({ dateOrder })}
          onDecimalMark={(decimalMark) => change({ decimalMark })}
          reading={reading}
        />
      </Section>
      <Section
        title={{ zh: '二、每一列是什么', en: '2. What each column is' }}
        note={say(
          {
            zh: '已按列名和内容猜好，请核对。没有时区的时间按 {timeZone} 理解。',
            en: 'Guessed from names and contents; look them over. Times without a zone are read as {timeZone}.',
          },
          { timeZone },
        )}
      >
        <ColumnsMap found={found} draft={draft} onColumns={(columns) => change({ columns })} />
        {isCustomerKind(draft.kind) ? <FindChoices draft={draft} onChange={change} /> : null}
        <ImportOptions draft={draft} onChange={change} />
        {mayBeSaved(found, draft) ? <SaveMapping found={found} draft={draft} /> : null}
      </Section>
      <Trial id={id} draft={draft} tried={tried} onTried={setTried} />
    </>
  )
}

const mayBeSaved = ({ header }: Inspection, { columns }: Draft) =>
  Object.values(columns).length > 0 && Object.values(columns).every((at) => (header[at] ?? '') !== '')

type TrialProps = {
  readonly id: string
  readonly draft: Draft
  readonly tried: DryRun | null
  readonly onTried: (result: DryRun) => void
}

function Trial({ id, draft, tried, onTried }: TrialProps) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const { message } = App.useApp()
  const dryRun = useAct(dryRunImport)
  const start = useAct(startImport)
  const findBy = draft.findBy in draft.columns ? draft.findBy : 'any'
  const input = { id, ...draft, findBy, columns: { ...draft.columns } }
  const refusal = dryRun.error ?? start.error
  const begin = () => start.mutate(input, { onSuccess: () => void message.success(say({ zh: '已开始导入', en: 'The import has begun' })) })
  return (
    <Section
      title={{ zh: '三、试运行', en: '3. Dry run' }}
      note={say({ zh: '先看清楚会发生什么；试运行不保存任何内容。', en: 'See what would happen first; a dry run keeps nothing.' })}
    >
      {refusal ? <Alert type="error" showIcon role="alert" title={sayProblem(refusal)} className="rg-drop-failure" /> : null}
      {tried ? <DryRunResult result={tried.result} asOf={tried.at} kind={draft.kind} /> : null}
      <div className="rg-import-foot">
        <Button
          type={tried ? 'default' : 'primary'}
          loading={dryRun.isPending}
          onClick={() => dryRun.mutate(input, { onSuccess: (result) => onTried({ result, at: new Date() }) })}
        >
          {tried ? say({ zh: '再试一次', en: 'Try again' }) : say({ zh: '试运行', en: 'Dry run' })}
        </Button>
        {tried ? (
          <Button type="primary" loading={start.isPending} onClick={begin}>
            {say({ zh: '开始导入', en: 'Start the import' })}
          </Button>
        ) : null}
        {dryRun.isPending ? <span className="rg-columns-left">{say({ zh: '正在逐行检查…', en: 'Checking row by row…' })}</span> : null}
        {tried && !dryRun.isPending ? (
          <span className="rg-columns-left">{say({ zh: '导入后可以整批撤销。', en: 'The import can be undone as a whole.' })}</span>
        ) : null}
      </div>
    </Section>
  )
}
