import { ask } from './ask.ts'
import { auditExport } from './audit-export.ts'
import { auditInit } from './audit-init.ts'
import { auditKey } from './audit-key.ts'
import { auditRetain } from './audit-retain.ts'
import { auditVerify } from './audit-verify.ts'
import { backupCreate } from './backup-create.ts'
import { backupRestore } from './backup-restore.ts'
import { backupVerify } from './backup-verify.ts'
import type { Command } from './command.ts'
import { consoleBuild } from './console-build.ts'
import { data } from './data.ts'
import { gateway } from './gateway.ts'
import { gatewayKey } from './gateway-key.ts'
import { importCommunes } from './import-communes.ts'
import { indicatorsEvaluate } from './indicators-evaluate.ts'
import { indicatorsImport } from './indicators-import.ts'
import { indicatorsInit } from './indicators-init.ts'
import { qualityRun } from './quality-run.ts'
import { rollupRefresh } from './rollup-refresh.ts'
import { registryInit } from './registry-init.ts'
import { registryKey } from './registry-key.ts'
import { schemaApprove } from './schema-approve.ts'
import { schemaCheck } from './schema-check.ts'
import { schemaCompose } from './schema-compose.ts'
import { schemaDiff } from './schema-diff.ts'
import { schemaInit } from './schema-init.ts'
import { schemaHistory } from './schema-history.ts'
import { schemaPublish } from './schema-publish.ts'
import { schemaRetire } from './schema-retire.ts'
import { schemaRollback } from './schema-rollback.ts'
import { schemaUse } from './schema-use.ts'
import { snapshotCreate } from './snapshot-create.ts'
import { snapshotVerify } from './snapshot-verify.ts'
import { start } from './start.ts'
import { subgraph } from './subgraph.ts'
import { tasksImport } from './tasks-import.ts'
import { token } from './token.ts'

/** Every command of `lien-thong`, in the order of its help. */
export const commands: readonly Command[] = Object.freeze([
  start,
  gateway,
  gatewayKey,
  subgraph,
  schemaInit,
  schemaCheck,
  schemaCompose,
  schemaDiff,
  schemaPublish,
  schemaApprove,
  schemaRollback,
  schemaRetire,
  schemaHistory,
  schemaUse,
  token,
  ask,
  data,
  importCommunes,
  indicatorsInit,
  indicatorsImport,
  indicatorsEvaluate,
  tasksImport,
  snapshotCreate,
  snapshotVerify,
  rollupRefresh,
  qualityRun,
  auditInit,
  auditExport,
  auditVerify,
  auditRetain,
  auditKey,
  registryInit,
  registryKey,
  backupCreate,
  backupVerify,
  backupRestore,
  consoleBuild,
])
