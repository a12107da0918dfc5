import { sql } from 'kysely'
import { defineEntity } from '../../core/entity/entity.ts'
import { leavesOf } from '../../core/rule/leaves.ts'
import type { Rule } from '../../core/rule/rule.ts'

/** A named rule about customers, whose members are kept up to date. */
export const segment = defineEntity({
  name: 'segment',
  label: { zh: '细分', en: 'Segment' },
  plural: { zh: '细分', en: 'Segments' },
  path: 'segments',
  table: 'segments',
  title: 'name',
  sort: { field: 'createdAt', direction: 'desc' },
  fields: {
    name: { type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true },
    description: { type: 'longtext', label: { zh: '说明', en: 'Description' } },
    members: {
      type: 'number',
      label: { zh: '人数', en: 'Members' },
      help: { zh: '上次全体核对时的人数', en: 'As of the last check of everybody' },
      unit: { zh: '人', en: 'people' },
      computed: true,
      listed: true,
    },
    countedAt: { type: 'time', label: { zh: '核对时间', en: 'Checked' }, computed: true },
    createdBy: { type: 'text', to: 'actor', label: { zh: '创建人', en: 'Made by' }, computed: true },
    createdAt: { type: 'time', label: { zh: '创建时间', en: 'Made' }, computed: true, required: true, sortable: true },
    updatedAt: { type: 'time', label: { zh: '更新时间', en: 'Updated' }, computed: true, required: true },
  },
})

export type SegmentRule = { readonly id: string; readonly name: string; readonly rule: Rule }

export const segmentRules = sql<SegmentRule>`select id, name, rule from segments where state = 'live' order by created_at, id`

/** The ids of the segments that a rule asks for. */
export const segmentsIn = (rule: Rule): string[] => leavesOf(rule).flatMap((leaf) => ('segment' in leaf ? leaf.segment : []))

/**
 * Segments in groups: each asks only for segments of earlier groups, so a group's members can be worked out together.
 * What stands in a circle or hangs on one is in none of them.
 */
export function inLayers<S extends SegmentRule>(segments: readonly S[]): S[][] {
  const layers: S[][] = []
  const known = new Set<string>()
  const existing = new Set(segments.map((s) => s.id))
  let left = [...segments]
  for (;;) {
    const ready = left.filter((s) => segmentsIn(s.rule).every((id) => known.has(id) || !existing.has(id)))
    if (ready.length === 0) return layers
    for (const s of ready) known.add(s.id)
    left = left.filter((s) => !known.has(s.id))
    layers.push(ready)
  }
}
