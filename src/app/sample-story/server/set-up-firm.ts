import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Language } from '../../../core/kit/words.ts'
import { changeDepartment, createDepartment, placePerson, removeDepartment, withdrawInvitation } from '../../../know/staff/actions.ts'
import { assignOwner } from '../../../know/staff/owner-actions.ts'
import { addUser } from '../../../platform/access/keep-user.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { onePooledOf, storyFirm } from '../firm.ts'

/** Who and what was made of the shop's own people. */
export type StoryFirm = { readonly departments: readonly string[]; readonly people: readonly string[] }

/** Two departments with two people each, who look after most of the customers. An address that is taken is left out. */
export async function setUpFirm(ctx: Ctx, language: Language): Promise<StoryFirm> {
  const departments: string[] = []
  const people: string[] = []
  for (const { name, people: desks } of storyFirm) {
    const department = await orNull(() => ctx.run(createDepartment, { name: name[language] }))
    if (!department) continue
    departments.push(department.id)
    for (const { name: called, email, position, heads } of desks) {
      const id = await orNull(() => addUser(ctx, { name: called, email, role: 'member' }))
      if (!id) continue
      people.push(id)
      await ctx.run(placePerson, { id, departmentId: department.id, position: position[language] })
      if (heads) await ctx.run(changeDepartment, { id: department.id, headId: id })
    }
  }
  forgetCards(ctx.services.database)
  await giveCustomers(ctx, people)
  return { departments, people }
}

async function giveCustomers(ctx: Ctx, people: readonly string[]): Promise<void> {
  if (people.length === 0) return
  const { rows } = await sql<{
    id: string
  }>`select id from (select id, row_number() over (order by created_at, id) as n from customers where owner_id is null) c
    where n % ${onePooledOf} <> 0 order by n`.execute(ctx.db)
  if (rows.length > 0) await ctx.run(assignOwner, { customerIds: rows.map(({ id }) => id), to: [...people] })
}

/** Takes them away again. @returns the names of those that somebody has made their own meanwhile */
export async function removeFirm(ctx: Ctx, { departments, people }: StoryFirm): Promise<string[]> {
  const kept: string[] = []
  for (const id of people)
    if (!(await orNull(() => ctx.run(withdrawInvitation, { id })))) kept.push(...(await nameOf(ctx, 'auth.users', id)))
  for (const id of departments)
    if (!(await orNull(() => ctx.run(removeDepartment, { id })))) kept.push(...(await nameOf(ctx, 'departments', id)))
  return kept
}

async function nameOf(ctx: Ctx, table: 'auth.users' | 'departments', id: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(table)} where id = ${id}`.execute(ctx.db)
  return rows.map(({ name }) => name)
}

/** What an expected refusal leaves undone is null. */
async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return null
  }
}
