import { Alert, Button } from 'antd'
import { useState } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { call } from '../../../ui/call.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { useSayProblem } from '../../../ui/States.tsx'
import type { MatchRule } from '../match-rule.ts'
import { tryMatchRule } from '../matching-actions.ts'
import { Evidence } from './Evidence.tsx'

type Tried = ReplyOf<typeof tryMatchRule>

/** What a rule would find, before it is kept. */
export function RuleTrial({ rule }: { readonly rule: MatchRule }) {
  const say = useSay()
  const sayProblem = useSayProblem()
  const [tried, setTried] = useState<{ readonly rule: MatchRule; readonly found: Tried } | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const attempt = async () => {
    setBusy(true)
    setWrong(null)
    try {
      setTried({ rule, found: await call(tryMatchRule, { rule }) })
    } catch (error) {
      setTried(null)
      setWrong(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="small" loading={busy} onClick={() => void attempt()} style={{ marginBottom: 8 }}>
        {say({ zh: '试一试', en: 'Try it' })}
      </Button>
      <div role="status">
        {wrong === null ? null : <Alert type="error" showIcon title={wrong} className="rg-match-wrong" />}
        {tried ? <TriedWords tried={tried.found} rule={tried.rule} /> : null}
      </div>
    </>
  )
}

function TriedWords({ tried, rule }: { readonly tried: Tried; readonly rule: MatchRule }) {
  const say = useSay()
  const format = useFormat()
  const values = { n: format.count(tried.pairs), of: format.count(tried.customers), certain: format.count(tried.certain) }
  return (
    <div className="rg-match-tried">
      {tried.whole
        ? say(
            {
              zh: '全部 {of} 位客户中找到 {n} 对，其中 {certain} 对可以确定。',
              en: 'Among all {of} customers it finds {n} {n|pair|pairs}, {certain} of them certain.',
            },
            values,
          )
        : say(
            {
              zh: '最近建档的 {of} 位客户中找到 {n} 对，其中 {certain} 对可以确定。',
              en: 'Among the {of} newest customers it finds {n} {n|pair|pairs}, {certain} of them certain.',
            },
            values,
          )}
      {tried.examples.map((example) => (
        <Evidence
          key={example.ids.join()}
          said={{ ...example, says: rule.says, certain: example.score >= rule.certain }}
          about={example.names.map((name) => name ?? '—').join(' ~ ')}
        />
      ))}
    </div>
  )
}
