/** Postgres: the Prisma client, transactions with retry, the audit chain, migrations. */
export { type AuditStep, type AuditVerdict, appendAudit, type ChainHead, verifyAudit } from './audit'
export { closeDatabase, database } from './client'
export { Prisma } from './generated/client'
export { migrate } from './migrate'
export { inTransaction, type TransactionOptions, type Tx } from './transaction'
