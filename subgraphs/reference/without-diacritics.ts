/** A Vietnamese name in ASCII, for lookup by keyboards without diacritics: "Đắk Lắk" → "Dak Lak". */
export function withoutDiacritics(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')
}
