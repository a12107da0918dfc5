import { sql } from 'kysely'
import { answerQuestion, type Feature, handleInTwo } from '../../../platform/actions/feature.ts'
import { readSealingWork, type SealingWork } from '../../../platform/sealing/sealing-work.ts'
import * as definitions from '../actions.ts'
import type { CustomFieldRow } from '../custom-field.ts'
import { customFieldProblems } from '../problems.ts'
import { changeField } from './change-field.ts'
import { convertTick } from './convert-tick.ts'
import { createField } from './create-field.ts'
import { readTrial, readUse } from './field-use.ts'
import { indexTick } from './index-tick.ts'
import { liveFields, readFields } from './read-fields.ts'
import { orderFields, restoreField, retireField } from './retire-field.ts'

function asCard({ id, entity, name, field, indexed, indexReady, converting, retiredAt }: CustomFieldRow, works: readonly SealingWork[]) {
  const work = works.find((each) => each.name === `field:${name}` && each.endedAt === null)
  const { type, label, help, options, required, listed } = field
  return {
    id,
    entity,
    name,
    indexed,
    indexReady,
    converting,
    retiredAt,
    type,
    label,
    help: help ?? null,
    options: (options ?? []).map((option) => ({ ...option })),
    required: required ?? false,
    listed: listed ?? false,
    sensitive: field.sealed === true,
    sealing: work ? { doing: work.doing === 'open' ? ('open' as const) : ('seal' as const), done: work.done, total: work.total } : null,
  }
}

export const customFieldsFeature: Feature = {
  name: 'custom-fields',
  audited: { 'custom-fields': 'custom_fields' },
  problems: customFieldProblems,
  actions: [
    handleInTwo(definitions.createCustomField, createField),
    handleInTwo(definitions.orderCustomFields, orderFields),
    handleInTwo(definitions.changeCustomField, changeField),
    handleInTwo(definitions.retireCustomField, retireField),
    handleInTwo(definitions.restoreCustomField, restoreField),
  ],
  questions: [
    answerQuestion(definitions.listCustomFields, async (ctx, { entity }) => {
      const works = await readSealingWork(ctx.db)
      return { fields: (await readFields(ctx.db, sql`entity = ${entity}`)).map((field) => asCard(field, works)) }
    }),
    answerQuestion(definitions.readFieldUse, readUse),
    answerQuestion(definitions.tryFieldType, readTrial),
  ],
  ticks: [convertTick, indexTick],
  liveFields,
}
