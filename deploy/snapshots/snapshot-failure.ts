/** Why a dataset could not be made: codes of the catalogue (docs/errors.md), or of snapshots (docs/snapshots.md). */
export class SnapshotFailure extends Error {
  readonly codes: readonly string[]

  constructor(codes: readonly string[], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SnapshotFailure'
    this.codes = codes
  }
}
