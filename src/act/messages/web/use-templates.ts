import { useMemo } from 'react'
import { z } from 'zod'
import { useList } from '../../../ui/data.tsx'
import { messageKinds } from '../template.ts'

const shape = z.object({
  id: z.string(),
  name: z.string(),
  subject: z.string(),
  kind: z.enum(messageKinds),
  updatedAt: z.string(),
})

/** All templates, newest change first, without their bodies. */
export function useTemplates() {
  const asked = useList('templates', { limit: 200, fields: ['name', 'subject', 'kind', 'updatedAt'] })
  const pages = asked.data?.pages
  const data = useMemo(() => pages?.flatMap((page) => page.rows.map((row) => shape.parse(row))), [pages])
  return { data, error: asked.error, refetch: asked.refetch }
}
