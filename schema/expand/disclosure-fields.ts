/** A withheld count is absent, never 0. */
export const countField = `"Số bản ghi; trống khi bị giữ lại · Number of rows; absent when withheld"
  count: BigInt`

export const disclosureField = `"Kiểm soát tiết lộ · Disclosure control"
  disclosure: Disclosure!`
