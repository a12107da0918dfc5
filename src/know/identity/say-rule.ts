import type { Words } from '../../core/kit/words.ts'
import { comparisons } from './comparisons.ts'
import type { MatchCondition, MatchRule } from './match-rule.ts'

type LabelOf = (field: string) => Words | undefined

/** A rule as a sentence: what must hold, what else counts, and from where on two are taken for what. */
export function sayRule(rule: MatchRule, labelOf: LabelOf): Words {
  const must = rule.conditions.filter((each) => each.needed)
  const may = rule.conditions.filter((each) => !each.needed)
  const pro = may.filter((each) => each.points >= 0)
  const contra = may.filter((each) => each.points < 0)
  const list = (all: readonly MatchCondition[], language: 'zh' | 'en', between: string) =>
    all.map((each) => sayCondition(each, labelOf)[language]).join(between)
  const zh = [
    `比较两${rule.of === 'company' ? '家企业' : '位个人客户'}`,
    must.length > 0 ? `必须${list(must, 'zh', '，且')}` : '没有必须满足的条件',
    ...(pro.length > 0 ? [`另外加分：${list(pro, 'zh', '、')}`] : []),
    ...(contra.length > 0 ? [`扣分：${list(contra, 'zh', '、')}`] : []),
  ]
  const en = [
    `Of two ${rule.of === 'company' ? 'companies' : 'people'} ${must.length > 0 ? `there must be ${list(must, 'en', ' and ')}` : 'nothing must hold'}`,
    ...(pro.length > 0 ? [`it adds to that: ${list(pro, 'en', ', ')}`] : []),
    ...(contra.length > 0 ? [`it takes away: ${list(contra, 'en', ', ')}`] : []),
  ]
  const end = sayThresholds(rule)
  return { zh: `${zh.join('；')}。${end.zh}`, en: `${en.join('; ')}. ${end.en}` }
}

function sayCondition({ field, comparison, points }: MatchCondition, labelOf: LabelOf): Words {
  const label = labelOf(field) ?? { zh: field, en: field }
  const how = comparisons[comparison]?.label ?? { zh: comparison, en: comparison }
  const sign = points < 0 ? `−${-points}` : String(points)
  return { zh: `${label.zh}“${how.zh}”（${sign} 分）`, en: `${label.en.toLowerCase()}: ${how.en} (${sign})` }
}

function sayThresholds({ says, candidate, certain, merges }: MatchRule): Words {
  if (says === 'household')
    return { zh: `满 ${candidate} 分，列为像一家人。`, en: `From ${candidate} points on they look like a household.` }
  return {
    zh: `满 ${candidate} 分，列为疑似同一位；满 ${certain} 分，可以确定${merges ? '，并自动合并' : ''}。`,
    en: `From ${candidate} points on they may be one; from ${certain} on it is certain${merges ? ' and they merge by themselves' : ''}.`,
  }
}
