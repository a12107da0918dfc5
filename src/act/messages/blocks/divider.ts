import { z } from 'zod'
import { defineBlock } from './block-kind.ts'
import { blockId } from './block-parts.ts'

const schema = z.strictObject({ id: blockId, kind: z.literal('divider') })

export const dividerBlock = defineBlock({
  label: { zh: '分隔线', en: 'Divider' },
  help: { zh: '一条细线', en: 'A thin line' },
  schema,
  empty: { kind: 'divider' },
  sources: () => [],
  toMjml: () => '<mj-divider padding="12px 24px" border-width="1px" border-color="#d9dee3" />',
  toText: () => '----',
  summary: () => '',
})
