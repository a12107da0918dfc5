/** A node of a tree: departments stand under each other. */
export type Branch = { readonly id: string; readonly parentId: string | null }

/** Departments with their heads, and people with their places: all that says who answers to whom. */
export type HeadedBranch = Branch & { readonly headId: string | null }
export type Placed = { readonly id: string; readonly departmentId: string | null; readonly managerId: string | null }

const byId = <T extends { readonly id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]))

/** The node itself and all that stand above it, from below; a circle is walked once. */
export function pathUp<B extends Branch>(id: string | null, branches: readonly B[]): B[] {
  const known = byId(branches)
  const path: B[] = []
  const seen = new Set<string>()
  for (let at = id; at !== null && !seen.has(at); ) {
    seen.add(at)
    const branch = known.get(at)
    if (!branch) break
    path.push(branch)
    at = branch.parentId
  }
  return path
}

/** The node itself and all below it. */
export function withAllBelow(id: string, branches: readonly Branch[]): Set<string> {
  const children = Map.groupBy(branches, (branch) => branch.parentId)
  const found = new Set<string>()
  const waiting = [id]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.has(at)) continue
    found.add(at)
    waiting.push(...(children.get(at) ?? []).map((child) => child.id))
  }
  return found
}

/** Whether a node may stand under another: not under itself, nor under what stands below it. */
export function mayStandUnder(id: string, parentId: string | null, branches: readonly Branch[]): boolean {
  return parentId === null || !withAllBelow(id, branches).has(parentId)
}

/** Whom a person answers to: who was named, else the head of the nearest department that has one who is somebody else. */
export function managerOf(person: Placed, departments: readonly HeadedBranch[]): string | null {
  if (person.managerId !== null) return person.managerId
  const headed = pathUp(person.departmentId, departments).find(({ headId }) => headId !== null && headId !== person.id)
  return headed?.headId ?? null
}

/** People who answer to each other in a circle, or null: the ids, each answering to the next and the last to the first. */
export function circleOf(people: readonly Placed[], departments: readonly HeadedBranch[]): string[] | null {
  const above = new Map(people.map((person) => [person.id, managerOf(person, departments)]))
  const safe = new Set<string>()
  for (const { id } of people) {
    const walked: string[] = []
    for (let at: string | null = id; at !== null && !safe.has(at); at = above.get(at) ?? null) {
      const back = walked.indexOf(at)
      if (back >= 0) return walked.slice(back)
      walked.push(at)
    }
    for (const each of walked) safe.add(each)
  }
  return null
}

/** Everybody who answers to a person, directly or through others. */
export function allReports(id: string, people: readonly Placed[], departments: readonly HeadedBranch[]): Set<string> {
  const below = withAllBelow(
    id,
    people.map((person) => ({ id: person.id, parentId: managerOf(person, departments) })),
  )
  below.delete(id)
  return below
}

/** Everybody of a department and of those below it. */
export function peopleWithin(departmentId: string, people: readonly Placed[], departments: readonly Branch[]): Set<string> {
  const within = withAllBelow(departmentId, departments)
  return new Set(people.flatMap(({ id, departmentId: at }) => (at !== null && within.has(at) ? [id] : [])))
}
