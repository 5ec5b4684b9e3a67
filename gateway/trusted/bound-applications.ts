/** Whether an application may ask registered documents alone, by the names that are set; `*` is every application. */
export function boundApplications(
  only: readonly string[],
): (application: string | undefined) => boolean {
  return (application) =>
    application !== undefined && (only.includes('*') || only.includes(application))
}
