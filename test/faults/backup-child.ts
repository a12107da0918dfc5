// Backs up or restores in a process of its own, so that it can be killed.
import { restoreBackup } from '../../src/platform/backup/restore-backup.ts'
import { writeBackup } from '../../src/platform/backup/write-backup.ts'

export type ChildOrder = {
  readonly what: 'backup' | 'restore'
  readonly url: string
  readonly dataFolder: string
  readonly folder: string
  readonly key: string
  readonly id: string
  readonly name: string
  readonly migrationsFolder: string
}

const order: ChildOrder = JSON.parse(process.argv[2] ?? '')
const common = { ...order, filesFolder: `${order.dataFolder}/files`, key: Buffer.from(order.key, 'hex'), now: () => new Date() }
if (order.what === 'backup') await writeBackup({ ...common, program: 'test', shop: '' })
else await restoreBackup({ ...common, adminUrl: null, replace: false, restored: async () => {} })
process.exit(0)
