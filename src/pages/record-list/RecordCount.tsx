import { useMemo } from 'react'
import { z } from 'zod'
import type { Rule } from '../../core/rule/rule.ts'
import { useAsk } from '../../ui/data.tsx'
import { useSay } from '../../ui/language.tsx'
import { useFormat } from '../../ui/shop.tsx'

/** How many records of an entity there are, by rule and search. */
export function useRecordCount(
  path: string,
  filter: { readonly rule?: Rule | undefined; readonly search?: string | undefined },
  when = true,
) {
  const question = useMemo(
    () => ({
      name: `count-${path}`,
      method: 'GET' as const,
      path: `/${path}/count`,
      input: z.object({ rule: z.unknown().optional(), search: z.string().optional() }),
      output: z.object({ count: z.number() }),
    }),
    [path],
  )
  return useAsk(question, { rule: filter.rule, search: filter.search }, { keep: true, when })
}

/** The live count beside a rule that is being edited. */
export function RecordCount(props: { readonly path: string; readonly rule: Rule }) {
  const say = useSay()
  const format = useFormat()
  const { data, error, isFetching } = useRecordCount(props.path, { rule: props.rule })
  if (error) return <>{say({ zh: '暂时数不出来', en: 'could not be counted' })}</>
  if (!data) return <>…</>
  return (
    <span style={isFetching ? { opacity: 0.6 } : undefined}>
      {say({ zh: '符合：{n}', en: '{n} match' }, { n: format.count(data.count) })}
    </span>
  )
}
