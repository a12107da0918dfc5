import { expect, test } from 'vitest'
import { readCommand } from './maintenance.ts'

test.each(['https://', 'http://', 'HTTPS://', 'https://[bad', 'ftp://nas/backups', 's3://bucket/folder'])(
  '%s is no place of backups, and is refused before any is made',
  (place) => {
    for (const line of [
      ['backup', '--to', place],
      ['restore', '--from', place],
    ])
      expect(readCommand(line)).toMatchObject({ values: { what: place } })
  },
)

test.each(['/mnt/usb', 'backups', '../disk/a b', 'C:\\backups', 'https://s3.example.com/bucket/folder', 'http://127.0.0.1:9000/bucket'])(
  '%s is a place of backups',
  (place) => {
    expect(readCommand(['backup', '--to', place])).toMatchObject({ command: 'backup', values: { to: place } })
  },
)
