import type { Customs } from '../core/entity/field-type.ts'
import type { EventKind } from '../core/event/event.ts'
import { sayWallClock } from '../core/kit/wall-clock.ts'
import { formFor, wordPlace, type Words } from '../core/kit/words.ts'
import { fieldTypes } from '../fields/field-types.ts'
import { nothing, textOf } from '../fields/nothing.ts'

/** A fact as the log tells it. */
export type FactLine = {
  /** The customer's own numbering; with `kind` it names the fact. */
  readonly seq: number
  readonly kind: string
  /** ISO instant. */
  readonly occurredAt: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly source?: string
}

/** Says one value of a payload by its field's type. A payload may have been written by an older program: anything can be in it. */
function sayValue(value: unknown, name: string, kind: EventKind, customs: Customs, labels: FieldLabels): string {
  const field = kind.payload[name]
  if (field?.to === 'field') return sayFields(textOf(value), customs, labels)
  const type = field ? fieldTypes[field.type] : undefined
  // A to-do's due day, with the hour or without, is kept as text.
  const day = field?.type === 'text' && typeof value === 'string' ? sayWallClock(value) : null
  if (day) return day[customs.language]
  if (field && type) return type.say(value, field, customs)
  return textOf(value) || nothing
}

/** Names of fields, as kept with commas between, by their labels; one that is gone by its name. */
function sayFields(names: string, { language }: Customs, labels: FieldLabels): string {
  const said = names.split(', ').map((name) => labels.get(name)?.[language] ?? name)
  return said.join(language === 'zh' ? '、' : ', ') || nothing
}

/** What the fields of a customer are called. */
export type FieldLabels = ReadonlyMap<string, Words>

/** The fact as one sentence in the reader's language; an unknown kind is named as it is. */
export function factSentence(fact: FactLine, kind: EventKind | undefined, customs: Customs, labels: FieldLabels = new Map()): string {
  if (!kind) return fact.kind
  const known = kind.sentence[customs.language].replace(optionalPiece, (_, piece: string) =>
    [...piece.matchAll(wordPlace)].every(([, name = '']) => textOf(fact.payload[name]) !== '') ? piece : '',
  )
  return known.replace(wordPlace, (_, name: string, one?: string, many?: string) => {
    const said = sayValue(fact.payload[name], name, kind, customs, labels)
    return one !== undefined && many !== undefined ? formFor(said, one, many) : said
  })
}

/** `[（{items} 件）]`: said only where everything in it is known. */
const optionalPiece = /\[([^\][]*)\]/g

/** Newest first by when it happened; facts of one instant in the order they became known, newest first. */
export function newestFirst(facts: readonly FactLine[]): readonly FactLine[] {
  return facts.toSorted((a, b) => Date.parse(b.occurredAt) - Date.parse(a.occurredAt) || b.seq - a.seq)
}

const sources: Readonly<Record<string, Words>> = {
  import: { zh: '导入', en: 'Import' },
  api: { zh: '接口', en: 'API' },
  app: { zh: '页面操作', en: 'By hand' },
  engine: { zh: '系统', en: 'System' },
  'self-check': { zh: '客户自查', en: 'Checked by the customer' },
  unsubscribe: { zh: '退订链接', en: 'Unsubscribe link' },
  sample: { zh: '示例店铺', en: 'Sample shop' },
}

/** Where a fact comes from, in words; a source of the shop's own by its name. */
export function sourceWords(source: string): Words {
  return sources[source] ?? { zh: source, en: source }
}
