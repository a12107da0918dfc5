import { useMemo } from 'react'
import { z } from 'zod'
import { useList } from '../../../ui/data.tsx'
import { template } from '../../messages/template.ts'

const shape = z.object({ id: z.string(), name: z.string() })

/** Templates by id. */
export function useTemplateNames() {
  const asked = useList(template.path, { limit: 200, fields: ['name'] })
  const pages = asked.data?.pages
  const data = useMemo(
    () =>
      pages ? new Map(pages.flatMap((page) => page.rows.map((row) => shape.parse(row))).map(({ id, name }) => [id, name])) : undefined,
    [pages],
  )
  return { data, error: asked.error, refetch: asked.refetch }
}
