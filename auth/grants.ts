import type { Permission } from './permission.ts'
import type { RowScope } from './row-scope.ts'

/** What a caller may do: each permission held, with the rows that it opens. Absent = not held. */
export type Grants = Readonly<Partial<Record<Permission, RowScope>>>
