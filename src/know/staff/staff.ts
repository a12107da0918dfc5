import { z } from 'zod'
import { soundText } from '../../fields/sound-text.ts'

export const mostDepartments = 1_000
export const mostTeams = 1_000

export const departmentName = soundText(60)
export const positionName = soundText(60)

export const department = z.object({
  id: z.uuid(),
  name: z.string(),
  parentId: z.uuid().nullable(),
  headId: z.uuid().nullable(),
})
export type Department = z.output<typeof department>

export const team = z.object({ id: z.uuid(), name: z.string() })
export type Team = z.output<typeof team>

/** Somebody of the firm as every colleague may know them. */
export const colleague = z.object({
  id: z.uuid(),
  name: z.string(),
  departmentId: z.uuid().nullable(),
  position: z.string().nullable(),
  managerId: z.uuid().nullable().describe('Named by hand; else the head of the department counts · 另行指定的上级'),
  teamIds: z.array(z.uuid()),
  disabled: z.boolean(),
  you: z.boolean(),
})
export type Colleague = z.output<typeof colleague>

/** Where somebody stands in the firm: what is left out stays as it is, null is nothing. */
export const placeFields = {
  departmentId: z.uuid().nullable().optional(),
  position: positionName.nullable().optional(),
  managerId: z.uuid().nullable().optional().describe('Whom they answer to; null: the head of the department · 上级'),
  teamIds: z.array(z.uuid()).max(50).optional(),
}
