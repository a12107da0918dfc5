import { answerQuestion, type Feature, handleAction, handlePrepared } from '../../../platform/actions/feature.ts'
import * as actions from '../actions.ts'
import { importProblems } from '../problems.ts'
import { clearUploads } from './clear-uploads.ts'
import { createImport, prepareImport } from './create-import.ts'
import { dryRunImport } from './dry-run-import.ts'
import { inspectImport, listImports, readImport } from './list-imports.ts'
import { addImportRoutes } from './routes.ts'
import { runImports } from './run-imports.ts'
import { runSchedules } from './run-schedules.ts'
import {
  changeImportSchedule,
  createImportSchedule,
  importReaches,
  listImportSchedules,
  removeImportSchedule,
  runImportSchedule,
} from './schedules.ts'
import { startImport } from './start-import.ts'
import { listImportMappings, removeImportMapping, saveImportMapping } from './mappings.ts'
import { pauseImport, stopImport } from './stop-import.ts'
import { undoImport } from './undo-import.ts'

export const importsFeature: Feature = {
  name: 'imports',
  owned: [
    { what: 'schedule', label: { zh: '定时导入', en: 'Scheduled imports' }, table: 'import_schedules', column: 'created_by', as: 'actor' },
  ],
  audited: { 'import-schedules': 'import_schedules', 'import-mappings': 'import_mappings' },
  problems: importProblems,
  actions: [
    handlePrepared(actions.createImport, prepareImport, createImport),
    handleAction(actions.dryRunImport, dryRunImport),
    handleAction(actions.startImport, startImport),
    handleAction(actions.stopImport, stopImport),
    handleAction(actions.pauseImport, pauseImport),
    handleAction(actions.createImportSchedule, createImportSchedule),
    handleAction(actions.changeImportSchedule, changeImportSchedule),
    handleAction(actions.removeImportSchedule, removeImportSchedule),
    handleAction(actions.runImportSchedule, runImportSchedule),
    handleAction(actions.undoImport, undoImport),
    handleAction(actions.saveImportMapping, saveImportMapping),
    handleAction(actions.removeImportMapping, removeImportMapping),
  ],
  questions: [
    answerQuestion(actions.listImports, listImports),
    answerQuestion(actions.readImport, readImport),
    answerQuestion(actions.inspectImport, inspectImport),
    answerQuestion(actions.listImportMappings, listImportMappings),
    answerQuestion(actions.listImportSchedules, listImportSchedules),
  ],
  ticks: [
    { name: 'imports', everyMs: 300, run: (services) => runImports(services) },
    { name: 'import-schedules', everyMs: 5_000, run: runSchedules },
    { name: 'import-uploads', everyMs: 3_600_000, run: clearUploads },
  ],
  merging: [
    { table: 'import_changes', how: 'apart' },
    { table: 'import_purchase_changes', how: 'move' },
    { table: 'import_record_changes', how: 'move', unique: ['import_id', 'what', 'record_id'] },
  ],
  routes: addImportRoutes,
  reaches: importReaches,
}
