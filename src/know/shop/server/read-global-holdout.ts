import type { Db } from '../../../platform/database/connect.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { globalHoldoutName, type GlobalHoldout, openGlobalHoldout } from '../global-holdout.ts'

/** The global holdout as kept; one that holds nobody out where none was set. */
export async function readGlobalHoldout(db: Db): Promise<GlobalHoldout> {
  return openGlobalHoldout(await readSetting(db, globalHoldoutName))
}
