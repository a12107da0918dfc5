import { Alert } from 'antd'
import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useDictionary } from '../../../pages/use-dictionary.ts'
import { useSay } from '../../../ui/language.tsx'
import { namedColour } from '../../../ui/palette.ts'
import { type FlowNode, Sankey } from '../../../ui/Sankey.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useTheme } from '../../../ui/theme.tsx'
import type { dryRunImport } from '../actions.ts'
import type { ImportKind } from '../targets.ts'
import { BroughtFigures } from './BroughtFigures.tsx'
import { RefusedRows } from './RefusedRows.tsx'
import { SharedPhones } from './SharedPhones.tsx'

type Result = ReplyOf<typeof dryRunImport>

/** What the import would do. */
export function DryRunResult({ result, kind, asOf }: { readonly result: Result; readonly kind: ImportKind; readonly asOf: Date }) {
  const say = useSay()
  const format = useFormat()
  const rows = format.count(result.counts.rows)
  return (
    <div role="status">
      {result.sampled ? (
        <Alert
          type="info"
          showIcon
          className="rg-drop-failure"
          title={say(
            kind === 'purchases'
              ? {
                  zh: '文件较大，这里只试了前 {rows} 行，到一张订单结束为止（约共 {all} 行）。',
                  en: 'The file is large: only its first {rows} rows were tried, up to the end of an order, of about {all}.',
                }
              : {
                  zh: '文件较大，这里只试了前 {rows} 行（约共 {all} 行）。',
                  en: 'The file is large: only its first {rows} rows were tried, of about {all}.',
                },
            { rows, all: format.count(result.rowsExpected) },
          )}
        />
      ) : null}
      <BroughtFigures counts={result.counts} kind={kind} asOf={asOf} />
      {result.counts.keysElsewhere > 0 ? (
        <p className="rg-note">
          {say(
            {
              zh: '有 {n} 个手机号、邮箱或编号已属于另一位客户，将留在那位客户名下；两位会列入“疑似重复”等您判断。',
              en: '{n} {n|phone, e-mail or number belongs|phones, e-mails or numbers belong} to another customer already and {n|stays|stay} there; the two wait among the likely duplicates.',
            },
            { n: format.count(result.counts.keysElsewhere) },
          )}
        </p>
      ) : null}
      <SharedPhones counts={result.counts} />
      {result.counts.namesReplaced > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="rg-drop-failure"
          title={say(
            {
              zh: '有 {n} 行找到的客户姓名完全不同，导入后会改掉那位的姓名。若不是同一个人，请换一列来查找客户，或在文件里填上客户编号。',
              en: '{n} {n|row finds a customer|rows find customers} with quite another name, which would be replaced. If they are not the same person, find customers by another column, or give each a customer number in the file.',
            },
            { n: format.count(result.counts.namesReplaced) },
          )}
        />
      ) : null}
      {result.suppressed > 0 ? (
        <p className="rg-note" role="alert">
          {say(
            {
              zh: '有 {n} 位客户的手机号或邮箱属于曾要求删除个人信息的人：会导入，但不会再向其营销，除非本人重新同意。',
              en: '{n} {n|customer comes|customers come} with a phone or e-mail of somebody who was erased: they are imported, but nobody markets to them unless they agree anew.',
            },
            { n: format.count(result.suppressed) },
          )}
        </p>
      ) : null}
      {result.lookAlikes.customers > 0 ? <WhoLookKnown alike={result.lookAlikes} /> : null}
      {result.stages.length > 0 ? <StagesThatChange stages={result.stages} /> : null}
      {result.refusals.length > 0 ? (
        <>
          <h3 className="rg-import-heading">{say({ zh: '会被拒绝的行', en: 'Rows that would be refused' })}</h3>
          <RefusedRows refusals={result.refusals} />
          {result.counts.refused > result.refusals.length ? (
            <p className="rg-columns-left">
              {say(
                { zh: '共 {n} 行，这里列出前 {shown} 行。', en: '{n} in all; the first {shown} are listed.' },
                { n: format.count(result.counts.refused), shown: format.count(result.refusals.length) },
              )}
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

/** They come in all the same, and then wait among the likely duplicates. */
function WhoLookKnown({ alike }: { readonly alike: Result['lookAlikes'] }) {
  const say = useSay()
  const format = useFormat()
  const examples = alike.examples.slice(0, 3).map(({ name, otherName }) => `${name ?? '—'} ~ ${otherName ?? '—'}`)
  return (
    <p className="rg-note">
      {say(
        {
          zh: '有 {n} 位新客户与已有客户相似，导入后会列入“疑似重复”等您判断。例如：{who}。',
          en: '{n} new {n|customer looks|customers look} like somebody you know; after the import they wait among the likely duplicates, e.g. {who}.',
        },
        { n: format.count(alike.customers), who: examples.join(say({ zh: '、', en: ', ' })) },
      )}
    </p>
  )
}

const newcomers = '(new)'

/** Who would move from which stage to which. */
function StagesThatChange({ stages }: { readonly stages: Result['stages'] }) {
  const say = useSay()
  const format = useFormat()
  const { look } = useTheme()
  const known = useDictionary('customer').data?.answer.stages
  const { nodes, flows } = useMemo(() => {
    const nodeOf = (key: string | null, depth: number): FlowNode => {
      const stage = known?.find((one) => one.key === key)
      const name = key === null ? say({ zh: '新客户', en: 'New customers' }) : stage ? say(stage.label) : key
      return { key: `${depth} ${key ?? newcomers}`, name, depth, ...(stage?.colour ? { colour: namedColour(stage.colour, look) } : {}) }
    }
    const drawn = stages.flatMap(({ from, to }) => [nodeOf(from, 0), nodeOf(to, 1)])
    return {
      nodes: [...new Map(drawn.map((node) => [node.key, node])).values()],
      flows: stages.map(({ from, to, customers }) => ({ from: `0 ${from ?? newcomers}`, to: `1 ${to}`, value: customers })),
    }
  }, [stages, known, say, look])
  return (
    <>
      <h3 className="rg-import-heading">{say({ zh: '生命周期阶段的变化', en: 'Lifecycle stages that would change' })}</h3>
      <Sankey
        label={{ zh: '导入后客户的阶段变化', en: 'Stages of customers before and after the import' }}
        nodes={nodes}
        flows={flows}
        format={format.count}
        height={Math.max(140, nodes.length * 36)}
      />
    </>
  )
}
