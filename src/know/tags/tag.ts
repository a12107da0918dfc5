import { z } from 'zod'
import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import { soundText } from '../../fields/sound-text.ts'

export const tagColours = ['teal', 'blue', 'purple', 'gold', 'good', 'attention', 'danger', 'neutral'] as const satisfies readonly Tone[]
export type TagColour = (typeof tagColours)[number]

export const colourWords: Readonly<Record<TagColour, Words>> = {
  teal: { zh: '青', en: 'Teal' },
  blue: { zh: '蓝', en: 'Blue' },
  purple: { zh: '紫', en: 'Purple' },
  gold: { zh: '金', en: 'Gold' },
  good: { zh: '绿', en: 'Green' },
  attention: { zh: '橙', en: 'Amber' },
  danger: { zh: '红', en: 'Red' },
  neutral: { zh: '灰', en: 'Grey' },
}

/** A comma would part one tag in two where tags are written in a cell. */
export const tagName = soundText(30).regex(/^[^,，、;；|\n]+$/)

export const isColour = (text: string): text is TagColour => tagColours.some((colour) => colour === text)

/** How a customer came by a tag. */
export const tagOrigins = ['hand', 'import', 'api', 'rule', 'journey'] as const
export type TagOrigin = (typeof tagOrigins)[number]

export const originWords: Readonly<Record<TagOrigin, Words>> = {
  hand: { zh: '手工', en: 'By hand' },
  import: { zh: '导入', en: 'Import' },
  api: { zh: '接口', en: 'API' },
  rule: { zh: '批量', en: 'By a filter' },
  journey: { zh: '旅程', en: 'A journey' },
}

export const isOrigin = (text: string): text is TagOrigin => tagOrigins.some((origin) => origin === text)

/** A tag that nobody was given for so long is pointed out. */
export const idleDays = 90
export const mostTags = 1_000
/** So long a bulk change of tags can be taken back. */
export const undoDays = 30

export const tagCard = z.object({
  id: z.uuid(),
  name: z.string(),
  colour: z.string(),
  group: z.string().nullable(),
  customers: z.int(),
  lastUsedAt: z.string().nullable().describe('When it was last given to somebody'),
  idle: z.boolean().describe('Given to nobody for 90 days'),
  createdAt: z.string(),
  retiredAt: z.string().nullable(),
})
export type TagCard = z.output<typeof tagCard>
