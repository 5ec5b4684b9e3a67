/**
 * The methods of indicators by commune of one province, by the id of the report that counts them: the same figures under
 * the same names (subgraphs/steering/methods; a test compares).
 */
export const communeDocuments = {
  'indicators-land': `query CommunesLand($province: ID!) {
  communes(first: 400, where: { provinceCode: { eq: $province }, validTo: { isNull: true } }, orderBy: [{ field: CODE }]) {
    nodes {
      code name
      reviewed: parcelTotals { count area { sum } disclosure { status reason } }
      authenticated: parcelTotals(where: { authenticated: { eq: true } }) {
        count area { sum } disclosure { status reason }
      }
      certified: parcelTotals(where: { registrationSerial: { isNull: false } }) {
        count disclosure { status reason }
      }
    }
  }
}`,
  'indicators-population': `query CommunesPopulation($province: ID!, $bornAfter16: Date!, $bornBefore60: Date!) {
  communes(first: 400, where: { provinceCode: { eq: $province }, validTo: { isNull: true } }, orderBy: [{ field: CODE }]) {
    nodes {
      code name
      living: personTotals(where: { deceasedOn: { isNull: true } }) { count disclosure { status reason } }
      children: personTotals(where: { deceasedOn: { isNull: true }, birthDate: { gt: $bornAfter16 } }) {
        count disclosure { status reason }
      }
      elderly: personTotals(where: { deceasedOn: { isNull: true }, birthDate: { lte: $bornBefore60 } }) {
        count disclosure { status reason }
      }
      women: personTotals(where: { deceasedOn: { isNull: true }, sex: { eq: FEMALE } }) {
        count disclosure { status reason }
      }
    }
  }
}`,
  'indicators-households': `query CommunesHouseholds($province: ID!) {
  communes(first: 400, where: { provinceCode: { eq: $province }, validTo: { isNull: true } }, orderBy: [{ field: CODE }]) {
    nodes {
      code name
      households: householdTotals { count memberCount { sum } disclosure { status reason } }
      large: householdTotals(where: { memberCount: { gte: 5 } }) { count disclosure { status reason } }
      single: householdTotals(where: { memberCount: { eq: 1 } }) { count disclosure { status reason } }
    }
  }
}`,
} as const
