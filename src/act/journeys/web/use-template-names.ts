import { useMemo } from 'react'
import { z } from 'zod'
import { useList } from '../../../ui/data.tsx'
import { template } from '../../messages/template.ts'

const shape = z.object({ id: z.string(), name: z.string(), channel: z.string().nullish() })

/** Templates by id: their names, and the channels that they are written for. */
export function useTemplateNames() {
  const asked = useList(template.path, { limit: 200, fields: ['name', 'channel'] })
  const pages = asked.data?.pages
  const data = useMemo(() => {
    const rows = pages?.flatMap((page) => page.rows.map((row) => shape.parse(row)))
    return (
      rows && {
        names: new Map(rows.map(({ id, name }) => [id, name])),
        channels: new Map(rows.map(({ id, channel }) => [id, channel ?? 'email'])),
      }
    )
  }, [pages])
  return { data, error: asked.error, refetch: asked.refetch }
}
