import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Prepared } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { arrivingFolder } from '../../../platform/files/content-place.ts'
import { refuseUnclean } from '../../../platform/files/scan-file.ts'

const nothing: Prepared<undefined> = { value: undefined }

/**
 * Shows every picture that stands in what was sent to the scanner of uploads, where there is one.
 * @throws Problem file.refused-by-scanner, file.not-scanned
 */
export async function scanPictures(services: Services, input: object): Promise<Prepared<undefined>> {
  if (services.scan === null) return nothing
  const name = 'name' in input && typeof input.name === 'string' ? input.name : ''
  const folder = arrivingFolder(services.filesFolder)
  await mkdir(folder, { recursive: true })
  for (const data of new Set(picturesIn(input))) {
    const path = join(folder, services.newId())
    try {
      await writeFile(path, Buffer.from(data, 'base64'))
      await refuseUnclean(services.scan, path, name)
    } finally {
      await rm(path, { force: true })
    }
  }
  return nothing
}

const picture = /data:image\/[a-z.+-]+;base64,([A-Za-z0-9+/]+={0,2})/g

function picturesIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('data:image/') ? Array.from(value.matchAll(picture), ([, data]) => data ?? '') : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(picturesIn)
}
