import { join } from 'node:path'

export const exportFolder = (filesFolder: string): string => join(filesFolder, 'person-exports')
export const exportPath = (filesFolder: string, id: string): string => join(exportFolder(filesFolder), `${id}.zip`)
