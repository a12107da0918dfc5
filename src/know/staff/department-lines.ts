import type { Department } from './staff.ts'

/** A department in the order of the tree, with how deep it stands and the names above it. */
export type DepartmentLine = Department & { readonly depth: number; readonly path: string }

/** All of the tree from above, departments beside each other by name. One whose parent is gone stands at the top. */
export function departmentLines(departments: readonly Department[]): DepartmentLine[] {
  const known = new Set(departments.map(({ id }) => id))
  const children = Map.groupBy(departments, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null))
  const lines: DepartmentLine[] = []
  const add = (parentId: string | null, depth: number, above: string) => {
    for (const department of (children.get(parentId) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))) {
      const path = above === '' ? department.name : `${above} / ${department.name}`
      lines.push({ ...department, depth, path })
      add(department.id, depth + 1, path)
    }
  }
  add(null, 0, '')
  return lines
}
